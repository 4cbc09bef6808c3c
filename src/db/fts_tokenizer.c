#include "db/fts_tokenizer.h"

#include <sqlite3.h>

#include "base/utf8.h"

#define WORD_MAX   64           /* bytes of a run of letters and digits; the rest is not found */
#define WIDE_FIRST 0xFF01       /* full-width '!': the block repeats ASCII from 0x21 on */
#define WIDE_LAST  0xFF5E
#define WIDE_SHIFT 0xFEE0

/* word_char - the character a word holds for cp, or 0 when cp ends the word. */
static char word_char(uint32_t cp)
{
    if (cp >= WIDE_FIRST && cp <= WIDE_LAST)
        cp -= WIDE_SHIFT;
    if (cp >= 'A' && cp <= 'Z')
        return (char)(cp - 'A' + 'a');
    if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || cp == '_')
        return (char)cp;
    return 0;
}

struct walk {
    struct str text;
    size_t at;
    bool is_query;
    int (*emit)(void *arg, const struct fts_token *t);
    void *arg;
};

static int emit_part(const struct walk *w, size_t from, size_t to, bool same_place)
{
    struct fts_token t = { { w->text.p + from, to - from }, from, to, same_place };

    return w->emit(w->arg, &t);
}

/* From the first character of a run, which is known to be Han, to behind its last. */
static int walk_han(struct walk *w)
{
    size_t last = w->at, next;
    int rc = 0, n = 1;
    uint32_t cp;

    for (w->at += utf8_next(w->text, w->at, &cp); w->at < w->text.n && rc == 0; n++) {
        next = w->at + utf8_next(w->text, w->at, &cp);
        if (!utf8_is_han(cp))
            break;
        rc = emit_part(w, last, next, false);
        last = w->at;
        w->at = next;
    }
    if (rc == 0 && (n == 1 || !w->is_query))
        rc = emit_part(w, last, w->at, n > 1);
    return rc;
}

static int walk_word(struct walk *w)
{
    char word[WORD_MAX], c;
    struct fts_token t = { { word, 0 }, w->at, w->at, false };
    uint32_t cp;

    while (w->at < w->text.n) {
        size_t took = utf8_next(w->text, w->at, &cp);

        if ((c = word_char(cp)) == 0)
            break;
        if (t.text.n < sizeof word)
            word[t.text.n++] = c;
        t.to = w->at += took;
    }
    return w->emit(w->arg, &t);
}

int fts_each(struct str text, bool is_query,
    int (*emit)(void *arg, const struct fts_token *t), void *arg)
{
    struct walk w = { text, 0, is_query, emit, arg };
    int rc = 0;
    uint32_t cp;

    while (w.at < text.n && rc == 0) {
        size_t took = utf8_next(text, w.at, &cp);

        if (utf8_is_han(cp))
            rc = walk_han(&w);
        else if (word_char(cp) != 0)
            rc = walk_word(&w);
        else
            w.at += took;
    }
    return rc;
}

/* ------------------------------------------------------------------ the face FTS5 wants */
struct sink { void *fts; int (*put)(void *, int, const char *, int, int, int); };

static int to_fts(void *arg, const struct fts_token *t)
{
    const struct sink *s = arg;

    return s->put(s->fts, t->same_place ? FTS5_TOKEN_COLOCATED : 0, t->text.p, (int)t->text.n,
        (int)t->from, (int)t->to);
}

static int tokenize(Fts5Tokenizer *self, void *fts, int flags, const char *p, int n,
    int (*put)(void *, int, const char *, int, int, int))
{
    struct sink s = { fts, put };

    (void)self;
    return fts_each((struct str){ p, n > 0 ? (size_t)n : 0 }, (flags & FTS5_TOKENIZE_QUERY) != 0,
        to_fts, &s);
}

/* It keeps nothing between calls, so every table shares one object that nobody frees. */
static int create(void *arg, const char **options, int n, Fts5Tokenizer **out)
{
    static char nothing;

    (void)arg, (void)options;
    *out = (Fts5Tokenizer *)(void *)&nothing;
    return n == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void destroy(Fts5Tokenizer *self)
{
    (void)self;
}

int fts_register(struct sqlite3 *lite)
{
    fts5_tokenizer bigram = { create, destroy, tokenize };
    fts5_api *api = NULL;
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(lite, "SELECT fts5(?1)", -1, &q, NULL);

    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_pointer(q, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(q);
    sqlite3_finalize(q);
    return api == NULL ? SQLITE_ERROR : api->xCreateTokenizer(api, "bigram", NULL, &bigram, NULL);
}
