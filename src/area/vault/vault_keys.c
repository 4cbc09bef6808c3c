#include "area/vault/vault_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "area/vault/vault_file.h"
#include "base/log.h"

#define MAGIC "xiezhi-vault-keys-1\n"

/* The file: this head, then the keys - as they are, or in a secretbox. The cost of the passphrase
 * is kept so that it may rise later. */
struct key_head {
    char magic[sizeof MAGIC - 1];
    uint32_t encrypted;
    uint64_t ops, mem;
    unsigned char salt[crypto_pwhash_SALTBYTES], nonce[crypto_secretbox_NONCEBYTES];
};

struct key_file {
    struct key_head head;
    unsigned char body[sizeof(struct vault_keys) + crypto_secretbox_MACBYTES];
};

#define PLAIN_BYTES (sizeof(struct key_head) + sizeof(struct vault_keys))
#define MEM_MAX     ((uint64_t)1 << 30)         /* a damaged file may not ask for more */
#define OPS_MAX     16

static void keys_make(struct vault_keys *k)
{
    randombytes_buf(k->audit, sizeof k->audit);
    crypto_sign_keypair(k->sign_public, k->sign_secret);
    crypto_box_keypair(k->identity_public, k->identity_secret);
    crypto_box_keypair(k->matter_public, k->matter_secret);
}

static bool key_of(
    const struct key_head *h, struct str passphrase, unsigned char key[crypto_secretbox_KEYBYTES])
{
    int rc = crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase.p, passphrase.n, h->salt,
        h->ops, (size_t)h->mem, crypto_pwhash_ALG_ARGON2ID13);

    return rc == 0;
}

static bool body_close(struct key_file *f, struct str passphrase, const struct vault_keys *k)
{
    unsigned char key[crypto_secretbox_KEYBYTES];

    f->head.ops = crypto_pwhash_OPSLIMIT_MODERATE;
    f->head.mem = crypto_pwhash_MEMLIMIT_MODERATE;
    randombytes_buf(f->head.salt, sizeof f->head.salt);
    randombytes_buf(f->head.nonce, sizeof f->head.nonce);
    if (!key_of(&f->head, passphrase, key))
        return false;
    crypto_secretbox_easy(f->body, (const unsigned char *)k, sizeof *k, f->head.nonce, key);
    sodium_memzero(key, sizeof key);
    return true;
}

enum err keys_put(const char *path, struct str passphrase, const struct vault_keys *k)
{
    struct key_file f;
    bool made = true;

    memset(&f, 0, sizeof f);
    memcpy(f.head.magic, MAGIC, sizeof f.head.magic);
    f.head.encrypted = passphrase.n > 0;
    if (passphrase.n > 0)
        made = body_close(&f, passphrase, k);
    else
        memcpy(f.body, k, sizeof *k);
    size_t n = passphrase.n > 0 ? sizeof f : PLAIN_BYTES;
    enum err e = made ? file_put_new(path, &f, n) : ERR_VAULT;
    sodium_memzero(&f, sizeof f);
    return e;
}

enum err keys_create(const char *path, struct str passphrase)
{
    struct vault_keys k;

    keys_make(&k);
    enum err e = keys_put(path, passphrase, &k);
    sodium_memzero(&k, sizeof k);
    return e;
}

static enum err body_open(
    const struct key_file *f, struct str passphrase, struct vault_keys *k, enum vault_part *part)
{
    unsigned char key[crypto_secretbox_KEYBYTES];

    if (f->head.mem > MEM_MAX || f->head.ops > OPS_MAX)
        return ERR_VAULT;
    *part = PART_PASSPHRASE;
    if (passphrase.n == 0)
        return ERR_DENIED;
    if (!key_of(&f->head, passphrase, key))
        return ERR_VAULT;
    int rc = crypto_secretbox_open_easy((unsigned char *)k, f->body, sizeof f->body,
        f->head.nonce, key);
    sodium_memzero(key, sizeof key);
    return rc == 0 ? ERR_OK : ERR_DENIED;
}

static enum err file_read(const char *path, struct key_file *f, size_t *n)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return errno == EACCES || errno == EPERM ? ERR_DENIED : ERR_VAULT;
    if (fstat(fd, &st) == 0 && (st.st_mode & 077) != 0)
        log_line(LOG_WARN, "vault/keys can be read by others than its owner");
    ssize_t got = read(fd, f, sizeof *f);
    close(fd);
    *n = got > 0 ? (size_t)got : 0;
    bool ours = *n >= sizeof f->head && memcmp(f->head.magic, MAGIC, sizeof f->head.magic) == 0;
    return ours ? ERR_OK : ERR_VAULT;
}

/* All of it, the identity key's private half too: only for as long as its two callers take what they need. */
static enum err keys_read(
    const char *path, struct str passphrase, struct vault_keys *out, enum vault_part *part)
{
    struct key_file f;
    size_t n = 0;

    memset(out, 0, sizeof *out);
    *part = PART_KEYS;
    enum err e = file_read(path, &f, &n);
    if (e == ERR_OK && f.head.encrypted != 0)
        e = n == sizeof f ? body_open(&f, passphrase, out, part) : ERR_VAULT;
    else if (e == ERR_OK && n == PLAIN_BYTES)
        memcpy(out, f.body, sizeof *out);
    else if (e == ERR_OK)
        e = ERR_VAULT;
    sodium_memzero(&f, sizeof f);
    if (e != ERR_OK)
        sodium_memzero(out, sizeof *out);
    return e;
}

enum err keys_open(
    const char *path, struct str passphrase, struct vault_keys *out, enum vault_part *part)
{
    enum err e = keys_read(path, passphrase, out, part);

    sodium_memzero(out->identity_secret, sizeof out->identity_secret);
    return e;
}

enum err keys_identity(const char *path, struct str passphrase, const unsigned char public_key[32], unsigned char out[32])
{
    struct vault_keys k;
    enum vault_part part;
    enum err e = keys_read(path, passphrase, &k, &part);

    if (e == ERR_OK && sodium_memcmp(k.identity_public, public_key, 32) != 0)
        e = ERR_TAMPERED;
    if (e == ERR_OK)
        memcpy(out, k.identity_secret, 32);
    sodium_memzero(&k, sizeof k);
    return e;
}

enum err keys_all(const char *path, struct str passphrase, struct vault_keys *out)
{
    enum vault_part part;

    return keys_read(path, passphrase, out, &part);
}

void keys_public_hash(const struct vault_keys *k, unsigned char out[32])
{
    crypto_generichash_state h;

    crypto_generichash_init(&h, NULL, 0, 32);
    crypto_generichash_update(&h, k->sign_public, sizeof k->sign_public);
    crypto_generichash_update(&h, k->identity_public, sizeof k->identity_public);
    crypto_generichash_update(&h, k->matter_public, sizeof k->matter_public);
    crypto_generichash_final(&h, out, 32);
}

enum err keys_closed(const char *path, bool *out)
{
    struct key_file f;
    size_t n = 0;
    enum err e = file_read(path, &f, &n);

    *out = e == ERR_OK && f.head.encrypted != 0;
    sodium_memzero(&f, sizeof f);
    return e;
}
