#include "area/vault/vault_sheet.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "area/vault/vault_head.h"
#include "area/vault/vault_keys.h"
#include "area/vault/vault_store.h"
#include "base/buf.h"

#define IN_OPEN   1                     /* first byte: how what follows lies there */
#define CLOSED    2
#define SECRETS   128                   /* four secrets of 32 bytes; the public halves follow from them */
#define MARK      8                     /* over all before it: lines that pass one by one, but are of two sheets */
#define OPEN_ALL  (1 + SECRETS + MARK)
#define CLOSED_ALL (1 + crypto_pwhash_SALTBYTES + crypto_secretbox_MACBYTES + SECRETS + MARK)
#define LINE      20                    /* values of five bits on a line */
#define SYMBOLS(n) (((n) * 8 + 4) / 5)
#define LINES(n)  ((SYMBOLS(n) + LINE - 1) / LINE)
#define PATH_SIZE 1200

_Static_assert(LINES(CLOSED_ALL) <= SHEET_LINES_MAX, "a sheet has room for its lines");

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct secrets { unsigned char p[SECRETS]; };

/* ---- a line and its check: two sums over a field of 32. One mistyped character changes the first; two, or two that changed places, the
 * second at the latest. The line's place is part of both. */

static unsigned times_x(unsigned v) { return v & 16 ? (v << 1 ^ 0x25) & 31 : v << 1; }

static void checks(int line, const unsigned char v[LINE], unsigned char out[2])
{
    unsigned first = (unsigned)line & 31, second = first;

    for (int i = LINE - 1; i >= 0; i--)
        second = times_x(second) ^ v[i];
    second = times_x(second);
    for (int i = 0; i < LINE; i++)
        first ^= v[i];
    out[0] = (unsigned char)first;
    out[1] = (unsigned char)second;
}

static struct str line_text(struct arena *a, int line, const unsigned char v[LINE])
{
    unsigned char two[2];
    struct buf b = buf_new(a, 64);

    for (int i = 0; i < LINE; i++) {
        if (i > 0 && i % 4 == 0)
            buf_char(&b, ' ');
        buf_char(&b, alphabet[v[i]]);
    }
    checks(line, v, two);
    buf_char(&b, ' ');
    buf_char(&b, alphabet[two[0]]);
    buf_char(&b, alphabet[two[1]]);
    return buf_str(&b);
}

/* -1: no character of ours. */
static int value_of(char ch)
{
    if (ch >= 'a' && ch <= 'z')
        ch = (char)(ch - 'a' + 'A');
    if (ch == 'O')
        ch = '0';
    if (ch == 'I' || ch == 'L')
        ch = '1';
    const char *at = ch != '\0' ? strchr(alphabet, ch) : NULL;
    return at != NULL ? (int)(at - alphabet) : -1;
}

/* "3  ABCD …" and "3: ABCD …": the number that stands before a printed line. */
static struct str without_number(struct str s)
{
    size_t n = 0;

    s = str_trim(s);
    while (n < s.n && n < 2 && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    bool number = n > 0 && n < s.n && (s.p[n] == ' ' || s.p[n] == ':' || s.p[n] == '.' || s.p[n] == '\t');
    return number ? str_from(s, n + 1) : s;
}

static size_t size_of(const struct sheet_typed *t)
{
    int form = t->values[0] << 3 | t->values[1] >> 2;

    return form == IN_OPEN ? OPEN_ALL : form == CLOSED ? CLOSED_ALL : 0;
}

enum err sheet_type(struct sheet_typed *t, struct str line, bool *whole)
{
    unsigned char v[LINE + 2], two[2];
    int n = 0;

    *whole = false;
    if (t->lines >= SHEET_LINES_MAX)
        return ERR_INVALID;
    line = without_number(line);
    for (size_t i = 0; i < line.n; i++) {
        int x = value_of(line.p[i]);
        if (line.p[i] == ' ' || line.p[i] == '-' || line.p[i] == '\t' || line.p[i] == '\r')
            continue;
        if (x < 0 || n == LINE + 2)
            return ERR_INVALID;
        v[n++] = (unsigned char)x;
    }
    if (n != LINE + 2)
        return ERR_INVALID;
    checks(t->lines + 1, v, two);
    if (v[LINE] != two[0] || v[LINE + 1] != two[1])
        return ERR_INVALID;
    memcpy(t->values + t->n, v, LINE);
    if (size_of(t) == 0) {
        sodium_memzero(t->values, sizeof t->values);
        return ERR_INVALID;
    }
    t->n += LINE;
    t->lines++;
    *whole = (size_t)t->lines == LINES(size_of(t));
    return ERR_OK;
}

/* ---- keys to bytes and back */

static void mark(const unsigned char *p, size_t n, unsigned char out[MARK])
{
    unsigned char hash[32];

    crypto_generichash(hash, sizeof hash, p, n, (const unsigned char *)"xz-sheet-1", 10);
    memcpy(out, hash, MARK);
}

static void secrets_of(const struct vault_keys *k, struct secrets *s)
{
    memcpy(s->p, k->audit, 32);
    crypto_sign_ed25519_sk_to_seed(s->p + 32, k->sign_secret);
    memcpy(s->p + 64, k->identity_secret, 32);
    memcpy(s->p + 96, k->matter_secret, 32);
}

static void keys_of(const struct secrets *s, struct vault_keys *k)
{
    memcpy(k->audit, s->p, 32);
    crypto_sign_seed_keypair(k->sign_public, k->sign_secret, s->p + 32);
    memcpy(k->identity_secret, s->p + 64, 32);
    crypto_scalarmult_base(k->identity_public, k->identity_secret);
    memcpy(k->matter_secret, s->p + 96, 32);
    crypto_scalarmult_base(k->matter_public, k->matter_secret);
}

static bool key_of(struct str passphrase, const unsigned char salt[crypto_pwhash_SALTBYTES], unsigned char key[crypto_secretbox_KEYBYTES])
{
    return crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase.p, passphrase.n, salt, crypto_pwhash_OPSLIMIT_MODERATE,
        crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* The salt is new for each sheet, and with it the key: its nonce may be the same. */
static const unsigned char nonce[crypto_secretbox_NONCEBYTES] = "xz-sheet-1";

static enum err bytes_make(struct secrets *s, struct str passphrase, unsigned char out[CLOSED_ALL], size_t *n)
{
    unsigned char key[crypto_secretbox_KEYBYTES], *salt = out + 1;
    bool made = true;

    *n = passphrase.n > 0 ? CLOSED_ALL : OPEN_ALL;
    out[0] = passphrase.n > 0 ? CLOSED : IN_OPEN;
    if (passphrase.n > 0) {
        randombytes_buf(salt, crypto_pwhash_SALTBYTES);
        made = key_of(passphrase, salt, key)
            && crypto_secretbox_easy(salt + crypto_pwhash_SALTBYTES, s->p, sizeof s->p, nonce, key) == 0;
        sodium_memzero(key, sizeof key);
    } else
        memcpy(out + 1, s->p, sizeof s->p);
    mark(out, *n - MARK, out + *n - MARK);
    return made ? ERR_OK : ERR_VAULT;
}

static enum err bytes_read(const unsigned char *p, size_t n, struct str passphrase, struct secrets *s)
{
    unsigned char key[crypto_secretbox_KEYBYTES], have[MARK];

    mark(p, n - MARK, have);
    if (sodium_memcmp(have, p + n - MARK, MARK) != 0)
        return ERR_TAMPERED;
    if (p[0] == IN_OPEN) {
        memcpy(s->p, p + 1, sizeof s->p);
        return ERR_OK;
    }
    if (passphrase.n == 0 || !key_of(passphrase, p + 1, key))
        return ERR_DENIED;
    int rc = crypto_secretbox_open_easy(s->p, p + 1 + crypto_pwhash_SALTBYTES, sizeof s->p + crypto_secretbox_MACBYTES, nonce, key);
    sodium_memzero(key, sizeof key);
    return rc == 0 ? ERR_OK : ERR_DENIED;
}

static void to_values(const unsigned char *p, size_t n, unsigned char v[SHEET_LINES_MAX * LINE])
{
    for (size_t bit = 0; bit < n * 8; bit++)
        if (p[bit / 8] >> (7 - bit % 8) & 1)
            v[bit / 5] |= (unsigned char)(16 >> bit % 5);
}

static void from_values(const unsigned char *v, size_t n, unsigned char *p)
{
    for (size_t bit = 0; bit < n * 8; bit++)
        if (v[bit / 5] & 16 >> bit % 5)
            p[bit / 8] |= (unsigned char)(128 >> bit % 8);
}

/* ---- the vault's directory */

/* Who printed or typed is a system user; the register's users are not known here. */
static enum err logged(struct arena *a, const char *data_dir, struct str what, int64_t now_ms)
{
    char path[PATH_SIZE + 20];
    struct store *s;

    snprintf(path, sizeof path, "%s/vault/vault.db", data_dir);
    TRY(store_open(a, path, &s));
    enum err e = store_opening(s, now_ms, 0, what, (int64_t)getuid());
    store_close(s);
    return e;
}

static enum err keys_path(const char *data_dir, char path[PATH_SIZE + 20])
{
    if (strlen(data_dir) > PATH_SIZE)
        return ERR_TOO_LARGE;
    snprintf(path, PATH_SIZE + 20, "%s/vault/keys", data_dir);
    return ERR_OK;
}

enum err sheet_make(struct arena *a, const char *data_dir, struct str passphrase, int64_t now_ms, struct sheet *out)
{
    unsigned char bytes[CLOSED_ALL] = { 0 }, values[SHEET_LINES_MAX * LINE] = { 0 };
    char path[PATH_SIZE + 20];
    struct vault_keys k;
    struct secrets s;
    bool closed;
    size_t n = 0;

    *out = (struct sheet){ .n = 0 };
    TRY(keys_path(data_dir, path));
    TRY(keys_closed(path, &closed));
    TRY(keys_all(path, passphrase, &k));
    TRY(logged(a, data_dir, STR("sheet"), now_ms));
    secrets_of(&k, &s);
    keys_public_hash(&k, out->public_hash);
    out->closed = closed;
    enum err e = bytes_make(&s, closed ? passphrase : STR(""), bytes, &n);
    to_values(bytes, n, values);
    for (int i = 0; e == ERR_OK && i < (int)LINES(n); i++)
        out->lines[out->n++] = line_text(a, i + 1, values + i * LINE);
    sodium_memzero(&k, sizeof k);
    sodium_memzero(&s, sizeof s);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(values, sizeof values);
    return e;
}

/* Keys that did not sign the heads of this vault.db are another vault's: what lies here would never open. */
static enum err fits(struct arena *a, const char *data_dir, const struct vault_keys *k)
{
    char path[PATH_SIZE + 20];
    struct head_row *heads;
    struct store *s;
    int n = 0;

    snprintf(path, sizeof path, "%s/vault/vault.db", data_dir);
    TRY(store_open(a, path, &s));
    enum err e = store_heads(s, a, &heads, &n);
    store_close(s);
    for (int i = 0; e == ERR_OK && i < n; i++)
        if (!head_signed_by(&heads[i], k->sign_public))
            e = ERR_FOREIGN;
    return e;
}

enum err sheet_restore(struct arena *a, const char *data_dir, struct sheet_typed *t, struct str passphrase, int64_t now_ms)
{
    unsigned char bytes[CLOSED_ALL] = { 0 };
    char path[PATH_SIZE + 20];
    struct vault_keys k;
    struct secrets s;
    size_t n = size_of(t);

    TRY(keys_path(data_dir, path));
    if (n == 0 || (size_t)t->lines != LINES(n))
        return ERR_INVALID;
    from_values(t->values, n, bytes);
    enum err e = bytes_read(bytes, n, passphrase, &s);
    if (e == ERR_OK) {
        keys_of(&s, &k);
        e = fits(a, data_dir, &k);
    }
    if (e == ERR_OK)
        e = keys_put(path, passphrase, &k);
    if (e == ERR_OK)
        e = logged(a, data_dir, STR("restore"), now_ms);
    sodium_memzero(&k, sizeof k);
    sodium_memzero(&s, sizeof s);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(t, sizeof *t);
    return e;
}
