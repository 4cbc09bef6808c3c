#include "area/handover/article15_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MAGIC    "XIEZHI-ARTICLE15-KEY-1"
#define TEXT_MAX 1024
#define CLOSED   (crypto_secretbox_NONCEBYTES + 32 + crypto_secretbox_MACBYTES)

static bool key_of(struct str passphrase, const unsigned char salt[crypto_pwhash_SALTBYTES], unsigned char key[crypto_secretbox_KEYBYTES])
{
    return crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase.p, passphrase.n, salt, crypto_pwhash_OPSLIMIT_MODERATE,
        crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* ---- writing */
static enum err text_put(const char *path, struct str text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return errno == EEXIST ? ERR_IN_USE : errno == ENOSPC ? ERR_FULL : ERR_DENIED;
    bool whole = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
    whole = close(fd) == 0 && whole;
    if (!whole)
        unlink(path);
    return whole ? ERR_OK : ERR_FULL;
}

static bool closed_of(const struct article15_key *k, struct str passphrase, unsigned char salt[crypto_pwhash_SALTBYTES], unsigned char closed[CLOSED])
{
    unsigned char key[crypto_secretbox_KEYBYTES];

    randombytes_buf(salt, crypto_pwhash_SALTBYTES);
    randombytes_buf(closed, crypto_secretbox_NONCEBYTES);
    if (!key_of(passphrase, salt, key))
        return false;
    crypto_secretbox_easy(closed + crypto_secretbox_NONCEBYTES, k->secret, sizeof k->secret, closed, key);
    sodium_memzero(key, sizeof key);
    return true;
}

enum err article15_key_make(struct arena *a, const char *path, struct str passphrase, struct article15_key *out)
{
    unsigned char salt[crypto_pwhash_SALTBYTES], closed[CLOSED];
    char hex[65];

    crypto_box_keypair(out->public_key, out->secret);
    struct str shown = str_hex(a, out->public_key, 32), text;
    if (passphrase.n > 0) {
        if (!closed_of(out, passphrase, salt, closed))
            return ERR_FULL;
        struct str s = str_hex(a, salt, sizeof salt), x = str_hex(a, closed, sizeof closed);
        text = str_fmt(a, MAGIC "\npublic: %.*s\nsalt: %.*s\nclosed: %.*s\n", PF(shown), PF(s), PF(x));
    } else {
        sodium_bin2hex(hex, sizeof hex, out->secret, sizeof out->secret);
        text = str_fmt(a, MAGIC "\npublic: %.*s\nsecret: %s\n", PF(shown), hex);
        sodium_memzero(hex, sizeof hex);
    }
    return text_put(path, text);
}

/* ---- reading */
static bool value(struct str *rest, const char *name, unsigned char *out, size_t n)
{
    struct str line = str_cut(rest, '\n'), want = str_z(name);

    return str_starts(line, want) && str_unhex(str_from(line, want.n), out, n);
}

static enum err open_closed(struct str rest, struct str passphrase, struct article15_key *out)
{
    unsigned char salt[crypto_pwhash_SALTBYTES], closed[CLOSED], key[crypto_secretbox_KEYBYTES];

    if (!value(&rest, "salt: ", salt, sizeof salt) || !value(&rest, "closed: ", closed, sizeof closed) || rest.n > 0)
        return ERR_INVALID;
    if (passphrase.n == 0)
        return ERR_DENIED;
    if (!key_of(passphrase, salt, key))
        return ERR_FULL;
    int rc = crypto_secretbox_open_easy(out->secret, closed + crypto_secretbox_NONCEBYTES, CLOSED - crypto_secretbox_NONCEBYTES, closed, key);
    sodium_memzero(key, sizeof key);
    return rc == 0 ? ERR_OK : ERR_DENIED;
}

/* A private half that is not the public one's would open nothing, and nobody would know why. */
static bool fits(const struct article15_key *k)
{
    unsigned char public_key[32];

    return crypto_scalarmult_base(public_key, k->secret) == 0 && memcmp(public_key, k->public_key, sizeof public_key) == 0;
}

static enum err text_read(struct str text, struct str passphrase, struct article15_key *out)
{
    struct str first = str_cut(&text, '\n');
    enum err e = ERR_OK;

    if (!str_eq(first, STR(MAGIC)) || !value(&text, "public: ", out->public_key, sizeof out->public_key))
        return ERR_INVALID;
    if (str_starts(text, STR("salt: ")))
        e = open_closed(text, passphrase, out);
    else if (!value(&text, "secret: ", out->secret, sizeof out->secret) || text.n > 0)
        e = ERR_INVALID;
    return e == ERR_OK && !fits(out) ? ERR_INVALID : e;
}

enum err article15_key_read(struct arena *a, const char *path, struct str passphrase, struct article15_key *out)
{
    char *room = NEWS(a, char, TEXT_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_DENIED;
    ssize_t n = read(fd, room, TEXT_MAX);
    close(fd);
    enum err e = n > 0 ? text_read((struct str){ room, (size_t)n }, passphrase, out) : ERR_INVALID;
    sodium_memzero(room, TEXT_MAX);
    if (e != ERR_OK)
        sodium_memzero(out, sizeof *out);
    return e;
}
