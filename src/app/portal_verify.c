/* portal_verify.c - reads the text, the key and, if asked, the words; all that is decided is decided in area/portal/acknowledgement. */
#include "app/portal_verify.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/error_page.h"
#include "area/portal/acknowledgement.h"
#include "base/text.h"
#include "gate/route.h"
#include "gen/text.h"

#define SMALL_FILE ((size_t)1 << 20)

struct asked { struct ctx c; struct str organ; unsigned char key[32]; struct sealed_file files[PORTAL_FILES_MAX]; };

static enum err open_named(struct ctx *c, struct str path, int *fd)
{
    char z[4096];

    snprintf(z, sizeof z, "%.*s", PF(path));
    *fd = open(z, O_RDONLY | O_CLOEXEC);
    return *fd >= 0 ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_ferry_no_file, path);
}

static enum err small_file(struct ctx *c, struct str path, struct str *out)
{
    char *room = NEWS(c->a, char, SMALL_FILE);
    size_t n = 0;
    ssize_t got;
    int fd;

    TRY(open_named(c, path, &fd));
    while (n < SMALL_FILE && (got = read(fd, room + n, SMALL_FILE - n)) > 0)
        n += (size_t)got;
    close(fd);
    *out = (struct str){ room, n };
    return n < SMALL_FILE ? ERR_OK : refuse(c, ERR_TOO_LARGE, T_input_too_large);
}

static struct str json_field(const json_t *j, const char *name) { return str_z(json_string_value(json_object_get(j, name))); }

/* Of a file: what GET /acknowledgement/key answers. Else the key itself, as the organ makes it known. */
static enum err organ_key(struct asked *k, struct str given)
{
    struct str text;

    if (str_unhex(given, k->key, sizeof k->key))
        return ERR_OK;
    TRY(small_file(&k->c, given, &text));
    json_t *j = json_loadb(text.p, text.n, 0, NULL);
    bool good = str_unhex(json_field(j, "organ_key"), k->key, sizeof k->key);
    k->organ = str_copy(k->c.a, json_field(j, "organ"));
    json_decref(j);
    return good ? ERR_OK : refuse(&k->c, ERR_INVALID, T_verify_no_key, given);
}

/* ---- is it of these words? */
static enum err file_hash(struct asked *k, struct str path, unsigned char out[32])
{
    crypto_generichash_state h;
    char block[1 << 16];
    ssize_t n;
    int fd;

    TRY(open_named(&k->c, path, &fd));
    crypto_generichash_init(&h, NULL, 0, 32);
    while ((n = read(fd, block, sizeof block)) > 0)
        crypto_generichash_update(&h, (const unsigned char *)block, (size_t)n);
    close(fd);
    crypto_generichash_final(&h, out, 32);
    return ERR_OK;
}

static enum err report_files(struct asked *k, const json_t *list, struct portal_report *r)
{
    const json_t *path;
    size_t i;

    json_array_foreach(list, i, path) {
        if (i == PORTAL_FILES_MAX)
            break;
        TRY(file_hash(k, str_z(json_string_value(path)), k->files[i].hash));
        r->files[r->n_files++] = &k->files[i];
    }
    return ERR_OK;
}

/* A browser sends the end of a line as two signs; a file kept at home has one. */
static struct str browser_lines(struct arena *a, struct str s)
{
    char *p = NEWS(a, char, 2 * s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n' && (i == 0 || s.p[i - 1] != '\r'))
            p[n++] = '\r';
        p[n++] = s.p[i];
    }
    return (struct str){ p, n };
}

static bool fits(struct asked *k, const struct ack *ack, struct portal_report *r, const struct receipt_keys *keys)
{
    if (ack_fits(ack, r, keys))
        return true;
    r->body = browser_lines(k->c.a, r->body);
    r->known = browser_lines(k->c.a, r->known);
    return ack_fits(ack, r, keys);
}

static enum err words_of(struct asked *k, const struct ack *ack, const json_t *j, const struct receipt *receipt)
{
    struct portal_report r = { .kind = json_field(j, "kind"), .accused_rank = json_field(j, "accused_rank"), .accused_name = json_field(j, "accused_name"),
        .accused_unit = json_field(j, "accused_unit"), .subject = json_field(j, "subject"), .body = json_field(j, "body"),
        .happened_on = json_field(j, "happened_on"), .place = json_field(j, "place"), .known = json_field(j, "known") };
    struct receipt_keys keys;

    TRY(report_files(k, json_object_get(j, "files"), &r));
    receipt_keys(receipt, &keys);
    bool good = fits(k, ack, &r, &keys);
    sodium_memzero(&keys, sizeof keys);
    return good ? ERR_OK : refuse(&k->c, ERR_ALTERED, ack->form == 1 ? T_verify_other_words : T_verify_form_two);
}

static enum err check_words(struct asked *k, const struct ack *ack, struct str typed, struct str path)
{
    struct receipt receipt;
    struct str text;
    int group;

    if (!receipt_read(typed, &receipt, &group))
        return group > 0 ? refuse(&k->c, ERR_INVALID, T_portal_group_wrong, str_int(k->c.a, group)) : refuse(&k->c, ERR_INVALID, T_portal_receipt_short);
    TRY(small_file(&k->c, path, &text));
    json_t *j = json_loadb(text.p, text.n, 0, NULL);
    enum err e = json_is_object(j) ? words_of(k, ack, j, &receipt) : refuse(&k->c, ERR_INVALID, T_verify_no_report, path);
    json_decref(j);
    receipt_wipe(&receipt);
    return e;
}

/* ---- the command */
static enum err say(struct ctx *c, int text, const struct str *args, int n)
{
    struct str said = text_args(c->a, c->lang, text, args, n);

    printf("%.*s\n", PF(said));
    return ERR_OK;
}

static enum err check(struct asked *k, const struct ack *ack)
{
    static const struct { enum err e; int text; } no[] = { [ACK_SIGNATURE] = { ERR_ALTERED, T_verify_signature }, [ACK_ORGAN] = { ERR_FOREIGN, T_verify_organ },
        [ACK_CERTIFICATE] = { ERR_ALTERED, T_verify_certificate }, [ACK_DAY] = { ERR_ALTERED, T_verify_day } };
    enum ack_fault f = ack_check(k->c.a, ack, k->organ, k->key);

    return f == ACK_GOOD ? ERR_OK : refuse(&k->c, no[f].e, no[f].text);
}

static enum err verify(struct asked *k, const struct args *a)
{
    struct str file = arg_word(a, 0), key = arg_opt(a, "--key"), receipt = arg_opt(a, "--receipt"), report = arg_opt(a, "--report"), text;
    struct ack ack;

    if (file.n == 0 || key.n == 0 || (receipt.n > 0) != (report.n > 0))
        return refuse(&k->c, ERR_USAGE, T_verify_usage);
    TRY(organ_key(k, key));
    TRY(small_file(&k->c, file, &text));
    if (!ack_read(k->c.a, text, &ack))
        return refuse(&k->c, ERR_INVALID, T_verify_none, file);
    TRY(check(k, &ack));
    if (receipt.n > 0)
        TRY(check_words(k, &ack, receipt, report));
    struct str args[2] = { ack.organ, ack.day };
    say(&k->c, ack.form == 1 ? T_verify_good_site : T_verify_good_organ, args, 2);
    return receipt.n > 0 ? say(&k->c, T_verify_good_words, args, 0) : ERR_OK;
}

int portal_verify_main(int argc, char **argv)
{
    struct args w = { .n = argc > 64 ? 64 : argc };
    struct asked k = { .organ = STR("") };
    struct arena a;

    for (int i = 0; i < w.n; i++)
        w.v[i] = str_z(argv[i]);
    arena_open(&a, (size_t)64 << 20);
    k.c = (struct ctx){ .a = &a, .lang = str_eq(arg_opt(&w, "--lang"), STR("en")) ? LANG_EN : LANG_ZH };
    enum err e = verify(&k, &w);
    if (e != ERR_OK) {
        struct str text = refusal_text(&k.c, e);
        fprintf(stderr, "xiezhi: %.*s\n", PF(text));
    }
    arena_close(&a);
    return err_exit(e);
}
