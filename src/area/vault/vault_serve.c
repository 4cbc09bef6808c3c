/* vault_serve.c - the vault's process: reads one message, does it, answers, until its socket
 * closes. What it sealed it opens in vault_identity.c alone. */
#include "area/vault/vault_serve.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "area/vault/vault.h"
#include "area/vault/vault_file.h"
#include "area/vault/vault_head.h"
#include "base/log.h"
#include "base/run_as.h"
#include "seal/certify.h"

#define PLAIN_MAX   SEALED_PLAIN_MAX

/* ---- sealing */

struct plain { size_t n; bool full; unsigned char p[PLAIN_MAX]; };

static void put(struct plain *t, const void *p, size_t n)
{
    if (n > sizeof t->p - SEAL_BLOCK - t->n) {
        t->full = true;
        return;
    }
    memcpy(t->p + t->n, p, n);
    t->n += n;
}

static void put_str(struct plain *t, struct str s)
{
    uint32_t n = (uint32_t)s.n;

    put(t, &n, sizeof n);
    put(t, s.p, s.n);
}

static void put_start(struct plain *t, int64_t ref, int64_t at_ms)
{
    t->n = 0;
    t->full = false;
    put(t, &(unsigned char){ SEAL_FORM }, 1);
    put(t, &ref, sizeof ref); /* a row that is moved to another petition shows when it is opened */
    put(t, &at_ms, sizeof at_ms);
}

/* Seals and wipes the plain text. */
static enum err seal(struct serve *s, struct plain *t,
    unsigned char out[PLAIN_MAX + crypto_box_SEALBYTES], struct str *sealed)
{
    size_t n = 0;
    enum err e = t->full ? ERR_TOO_LARGE : ERR_OK;

    if (e == ERR_OK && (sodium_pad(&n, t->p, t->n, SEAL_BLOCK, sizeof t->p) != 0
        || crypto_box_seal(out, t->p, n, s->keys.identity_public) != 0))
        e = ERR_VAULT;
    sodium_memzero(t->p, sizeof t->p);
    *sealed = (struct str){ (const char *)out, n + crypto_box_SEALBYTES };
    return e;
}

static enum err identities_store(struct serve *s, struct msg *m)
{
    unsigned char room[PLAIN_MAX + crypto_box_SEALBYTES];
    struct plain t;

    while (m->n > 0) {
        int64_t ref = msg_int(m), at_ms = msg_int(m);
        struct str sealed, f[5];
        unsigned char kind[KIND_BYTES];
        put_start(&t, ref, at_ms);
        for (int i = 0; i < 5; i++)
            put_str(&t, f[i] = msg_str(m));
        kind_close(s, ref, &(struct identity){ .name = f[0], .contact = f[1], .claimed = f[4] }, kind);
        enum err e = seal(s, &t, room, &sealed);
        if (m->bad)
            return ERR_BUG;
        TRY(e);
        TRY(store_identity(s->store, ref, at_ms, SEALED_BY_VAULT, sealed, kind));
    }
    return ERR_OK;
}

enum err whole(struct serve *s, enum err e)
{
    if (e == ERR_OK)
        e = store_commit(s->store);
    if (e != ERR_OK)
        store_rollback(s->store);
    return e;
}

static enum err do_identities(struct serve *s, struct msg *m)
{
    TRY(store_begin(s->store));
    return whole(s, identities_store(s, m));
}

static enum err manifest_seal(struct serve *s, const struct kept_file *f, int64_t ref,
    int64_t at_ms, struct str name, struct str bytes)
{
    unsigned char room[PLAIN_MAX + crypto_box_SEALBYTES], hash[crypto_generichash_BYTES];
    struct plain t;
    struct str sealed;
    int64_t size = (int64_t)bytes.n;

    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
    put_start(&t, ref, at_ms);
    put(&t, f->key, sizeof f->key);
    put(&t, &size, sizeof size);
    put(&t, hash, sizeof hash);
    put_str(&t, name);
    sodium_memzero(hash, sizeof hash);
    TRY(seal(s, &t, room, &sealed));
    return store_scan(s->store, ref, at_ms, f->id, sealed);
}

static enum err do_scan(struct serve *s, struct msg *m)
{
    int64_t ref = msg_int(m), at_ms = msg_int(m);
    struct str name = msg_str(m), bytes = msg_str(m);
    struct kept_file f;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    TRY(file_seal(s->dir, bytes, &f));
    enum err e = manifest_seal(s, &f, ref, at_ms, name, bytes);
    sodium_memzero(f.key, sizeof f.key);
    if (e != ERR_OK && file_drop(s->dir, f.id) != ERR_OK)
        log_line(LOG_WARN, "vault: file %s has no row and could not be removed", f.id);
    return e;
}

/* ---- heads */

static enum err do_put_head(struct serve *s, struct msg *m)
{
    struct head_row h = { .organ_id = msg_int(m), .seq = 0 };

    h.seq = msg_int(m);
    h.at_ms = msg_int(m);
    const void *mac = msg_bytes(m, HEAD_MAC_BYTES);
    if (mac == NULL || m->n > 0)
        return ERR_BUG;
    memcpy(h.mac, mac, HEAD_MAC_BYTES);
    head_sign(&h, s->keys.sign_secret);
    return store_head(s->store, &h);
}

static enum err do_heads(struct serve *s, struct msg *m)
{
    struct head_row *rows;
    int n;

    (void)m;
    TRY(store_heads(s->store, &s->a, &rows, &n));
    struct audit_outside_head *out = NEWS(&s->a, struct audit_outside_head, (size_t)n);
    for (int i = 0; i < n; i++) {
        if (!head_signed_by(&rows[i], s->keys.sign_public)) {
            log_line(LOG_ERROR, "vault: the head %lld of organ %lld is not the one that was signed",
                (long long)rows[i].seq, (long long)rows[i].organ_id);
            return ERR_TAMPERED;
        }
        out[i] = (struct audit_outside_head){ .organ_id = rows[i].organ_id, .seq = rows[i].seq };
        memcpy(out[i].mac, rows[i].mac, sizeof out[i].mac);
    }
    s->body = out;
    s->body_n = (size_t)n * sizeof *out;
    return ERR_OK;
}

/* ---- the sweep */

static enum err do_refs(struct serve *s, struct msg *m)
{
    int64_t older = msg_int(m), *refs;
    int n;

    if (m->bad || m->n > 0)
        return ERR_BUG;
    TRY(store_refs(s->store, &s->a, older, &refs, &n));
    s->body = refs;
    s->body_n = (size_t)n * sizeof *refs;
    return ERR_OK;
}

/* Files first: a crash between leaves rows, and the next sweep finds them again. */
static enum err drop(struct serve *s, int64_t ref)
{
    struct str *files;
    int n;

    TRY(store_files_of(s->store, &s->a, ref, &files, &n));
    for (int i = 0; i < n; i++)
        TRY(file_drop(s->dir, files[i].p));
    return store_drop(s->store, ref);
}

static enum err drop_all(struct serve *s, struct msg *m)
{
    while (m->n > 0) {
        int64_t ref = msg_int(m);
        if (m->bad)
            return ERR_BUG;
        TRY(drop(s, ref));
    }
    return ERR_OK;
}

static enum err do_sweep(struct serve *s, struct msg *m)
{
    int n = (int)(m->n / SIZE_INT);

    TRY(store_begin(s->store));
    TRY(whole(s, drop_all(s, m)));
    log_line(LOG_INFO, "vault: swept %d references without a petition", n);
    return ERR_OK;
}

static enum err do_audit_key(struct serve *s, struct msg *m)
{
    (void)m;
    s->body = s->keys.audit;
    s->body_n = sizeof s->keys.audit;
    return ERR_OK;
}

static enum err do_public(struct serve *s, struct msg *m)
{
    struct vault_public *out = NEW(&s->a, struct vault_public);

    (void)m;
    memcpy(out->sign, s->keys.sign_public, sizeof out->sign);
    memcpy(out->identity, s->keys.identity_public, sizeof out->identity);
    memcpy(out->matter, s->keys.matter_public, sizeof out->matter);
    s->body = out;
    s->body_n = sizeof *out;
    return ERR_OK;
}

/* Signed as "xz-cert1" and the text: never to be taken for a head. */
static enum err do_certify(struct serve *s, struct msg *m)
{
    struct str text = msg_str(m);
    unsigned char *signature = NEWS(&s->a, unsigned char, crypto_sign_BYTES);

    if (m->bad || m->n > 0 || text.n > PLAIN_MAX)
        return ERR_BUG;
    certify_sign(text, s->keys.sign_secret, signature);
    s->body = signature;
    s->body_n = crypto_sign_BYTES;
    return ERR_OK;
}

static enum err do_bye(struct serve *s, struct msg *m)
{
    (void)m;
    store_close(s->store);      /* with it the write-ahead log ends: the directory may be copied */
    return ERR_OK;
}

/* ---- the loop */

static enum err (*const verbs[VAULT__VERBS])(struct serve *s, struct msg *m) = {
    [VAULT_BYE] = do_bye,
    [VAULT_AUDIT_KEY] = do_audit_key,
    [VAULT_SEAL_IDENTITY] = do_identities,
    [VAULT_SEAL_MANY] = do_identities,
    [VAULT_SEAL_SCAN] = do_scan,
    [VAULT_PUT_HEAD] = do_put_head,
    [VAULT_HEADS] = do_heads,
    [VAULT_REFS] = do_refs,
    [VAULT_SWEEP] = do_sweep,
    [VAULT_PUBLIC] = do_public,
    [VAULT_CERTIFY] = do_certify,
    [VAULT_OPEN_SCREEN] = do_open_screen,
    [VAULT_OPEN_MATTER] = do_open_matter,
    [VAULT_OPEN_NOTE] = do_open_note,
    [VAULT_KEEP_IDENTITY] = do_keep_identity,
    [VAULT_ASK] = do_ask,
    [VAULT_CONSENT] = do_consent,
    [VAULT_REFUSE] = do_refuse,
    [VAULT_OPEN_IDENTITY] = do_open_identity,
    [VAULT_REQUESTS] = do_requests,
    [VAULT_NOTICES] = do_notices,
    [VAULT_NOTICE_LOOK] = do_notice_look,
    [VAULT_TOLD] = do_told,
    [VAULT_ARTICLE15] = do_article15,
    [VAULT_PASS_ON] = do_pass_on,
};

static bool answer(struct serve *s, enum err e)
{
    size_t n = e == ERR_OK ? s->body_n : 0;

    send_head(&s->out, e, n);
    send_bytes(&s->out, s->body, n);
    bool sent = send_end(&s->out);
    pack_wipe(&s->opened);
    s->opened = (struct pack){ 0 };     /* its bytes go with the message */
    return sent;
}

/* One message; false when there will be no other. What does not read as a message ends the vault:
 * nobody honest sends it. */
static bool serve_one(struct serve *s)
{
    struct frame f;

    if (!msg_recv(s->out.fd, &f, sizeof f) || f.n > VAULT_FRAME_MAX || f.code >= VAULT__VERBS
        || verbs[f.code] == NULL)
        return false;
    char *body = arena_alloc(&s->a, f.n > 0 ? f.n : 1, 8);
    bool read = msg_recv(s->out.fd, body, f.n);
    struct msg m = { body, f.n, false };
    s->body_n = 0;
    enum err e = read ? verbs[f.code](s, &m) : ERR_VAULT;
    sodium_memzero(body, f.n);
    bool go_on = read && answer(s, e) && f.code != VAULT_BYE;
    arena_reset(&s->a);
    return go_on;
}

/* ---- the start */

/* What a vault never does is refused by the kernel, should somebody get it to try: another program,
 * another process, the network. */
static bool confine(void)
{
    static const int never[] = {
        SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone),
        SCMP_SYS(clone3), SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
        SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(ptrace),
        SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(mount),
        SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(link), SCMP_SYS(linkat),
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool made = filter != NULL;

    for (size_t i = 0; made && i < sizeof never / sizeof never[0]; i++)
        made = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), never[i], 0) == 0;
    made = made && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return made;
}

/* Nothing of this process gets onto a disk by itself, and only its socket ends it. */
static void harden(void)
{
    static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ };
    const struct rlimit none = { 0, 0 };
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    prctl(PR_SET_NAME, "xiezhi-vault");
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    setrlimit(RLIMIT_CORE, &none);
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
        signal(ignored[i], SIG_IGN);
    umask(077);
    if (null >= 0) {                    /* a reader of the program's output does not wait for us */
        dup2(null, 0);
        dup2(null, 1);
        close(null);
    }
    if (!confine())
        log_line(LOG_WARN,
            "vault: this kernel takes no filter of system calls; the vault runs without one");
}

static enum err keys_load(struct serve *s, enum vault_part *part)
{
    char *passphrase = getenv(VAULT_PASSPHRASE_ENV), path[VAULT_PATH_SIZE + 16];

    snprintf(path, sizeof path, "%s/keys", s->dir);
    sodium_mlock(&s->keys, sizeof s->keys);
    sodium_mlock(s->released, sizeof s->released);
    enum err e = keys_open(path, str_z(passphrase), &s->keys, part);
    if (passphrase != NULL)
        sodium_memzero(passphrase, strlen(passphrase));
    return e;
}

static enum err open_all(
    struct serve *s, const char *data_dir, struct arena *lasting, enum vault_part *part)
{
    char path[VAULT_PATH_SIZE + 16];

    *part = PART_FILES;
    if (strlen(data_dir) + sizeof "/vault" > sizeof s->dir)
        return ERR_TOO_LARGE;
    snprintf(s->dir, sizeof s->dir, "%s/vault", data_dir);
    TRY(keys_load(s, part));
    *part = PART_DB;
    snprintf(path, sizeof path, "%s/vault.db", s->dir);
    TRY(store_open(lasting, path, &s->store));
    TRY(store_lapse(s->store, 0));      /* the keys to these ended with the process that had them */
    *part = PART_NONE;
    file_sweep_tmp(s->dir);
    return ERR_OK;
}

int vault_serve_main(const char *data_dir, int fd)
{
    static struct serve s;
    struct arena lasting;
    enum vault_part part = PART_NONE;
    char own[1100];

    snprintf(own, sizeof own, "%.1000s/vault", data_dir);
    if (!run_as_owner(own))             /* before anything is read */
        return err_exit(ERR_DENIED);
    harden();
    arena_open(&lasting, 1 << 16);
    arena_open(&s.a, VAULT_FRAME_MAX + ((size_t)64 << 20));
    s.out.fd = fd;
    enum err e = sodium_init() < 0 ? ERR_VAULT : open_all(&s, data_dir, &lasting, &part);
    const uint32_t told[2] = { VAULT_VERSION, part };
    send_head(&s.out, e, sizeof told);
    send_bytes(&s.out, told, sizeof told);
    bool go_on = send_end(&s.out) && e == ERR_OK;
    while (go_on)
        go_on = serve_one(&s);
    if (s.store != NULL)
        store_close(s.store);
    sodium_munlock(&s.keys, sizeof s.keys);         /* wipes */
    sodium_munlock(s.released, sizeof s.released);
    return err_exit(e);
}
