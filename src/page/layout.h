/* layout.h - the frame of every page: menu by office, where I am, search, who I am, language, sign-out, messages.
 *
 * Driven by   gate permissions (what the menu shows).      Used by: every slice's x.html.
 * Memory      c->a.      Errors: none; a page is only written.
 * Example (in a template)
 *     {{do page_open(h, c, &p->page)}} … {{do page_close(h, c, &p->page)}}
 * and in the handler
 *     struct page g = page_new(c, q, HERE_PETITION, text_of(c->lang, T_petition_title));
 *     page_crumb(&g, no, STR(""));
 *
 * No inline style or script anywhere: the header of the answer forbids both. What a widget must know stands in data- attributes.
 */
#ifndef PAGE_LAYOUT_H
#define PAGE_LAYOUT_H

#include "net/request.h"
#include "page/html.h"

enum here { HERE_NONE, HERE_HOME, HERE_PETITION, HERE_LEAD, HERE_CASE, HERE_RESULT, HERE_PROPOSAL, HERE_PERSON, HERE_FIGURES,
    HERE_SUMMARY, HERE_IMPORT, HERE_ENVELOPE, HERE_FERRY, HERE_IDENTITY, HERE_SYSTEM, HERE_AUDIT, HERE__MAX };

enum page_shape {
    PAGE_SHEET,         /* records, forms, figures: no wider than the eye can follow a row */
    PAGE_ACROSS,        /* lists: all the width there is; printed on landscape */
};

enum tone { TONE_NONE, TONE_GOOD, TONE_WARN, TONE_BAD };    /* for clocks and checks; a word always stands beside the colour */

#define CRUMBS_MAX 5
struct crumb { struct str label, path; };           /* path "" = here */

struct page {
    struct str title;           /* of the window and, unless `bare`, of the page: its h1 */
    struct str number;          /* register number before the title: grey in the h1, and on paper */
    enum here here;
    enum page_shape shape;
    bool bare;                  /* the slice writes its own head (record_html does) */
    struct crumb crumbs[CRUMBS_MAX]; int n_crumbs;  /* the office's own crumb is written before them */
    struct str path;            /* of this view with its query: where the language switch comes back to */
    struct str search;          /* what stands in the search box */
    struct str said;            /* what just happened ("信〔2020〕0007号 已登记"), or "" */
    struct str act, act_path;   /* the main action of the page, in its head; key n. "" = none */
    struct str undo;            /* path of a POST that takes it back, or "" */
    struct str warning;         /* stays above the content as long as it holds */
    int refresh_s;              /* without scripts the page looks again after so many seconds; 0 = it stays */
    const int64_t *counts;      /* [HERE__MAX] what waits, by office; NULL = what page_counts_by gave, -1 = no number */
};

/* page_new - path, search word and message of the request. A redirect carries its message as ?said=ID (see said_path). */
enum here page_office(struct str path);      /* whose the path is by its first word: "/petition/…" is HERE_PETITION */
struct page page_new(struct ctx *c, const struct request *q, enum here here, struct str title);
void page_crumb(struct page *g, struct str label, struct str path);
void page_open(struct html *h, struct ctx *c, const struct page *g);
void page_close(struct html *h, struct ctx *c, const struct page *g);

/* The plain frame: sign-in, errors, whatever has nobody to show a menu to. */
void plain_open(struct html *h, struct ctx *c, struct str title);
void plain_close(struct html *h, struct ctx *c);

/* said_path - "/petition/00…?said=petition.said_registered&of=NUMBER": where a POST redirects to. `text` must hold ".said_"
 * (only such texts can be asked for by a link); `of` replaces {0}: a register number, shown only when it looks like one. */
struct str said_path(struct arena *a, struct str path, const char *text, struct str of);

/* with_param - path and query of the request with one parameter set, or taken out when value is "". Paging tokens
 * (after, before) and messages (said, of) fall away. For chips, sort links, tabs. */
struct str with_param(struct arena *a, const struct request *q, const char *name, struct str value);

/* page_counts_by - app gives at start the function that knows what waits for this user; called once per page. */
#define MENU_COUNT_MAX 99       /* counted to here, then "99+": every page pays for it */
typedef void page_counts_fn(struct ctx *c, int64_t counts[HERE__MAX]);
void page_counts_by(page_counts_fn *fill);

void asset_url(struct html *h, const char *name);           /* /assets/HASH/NAME */
bool asset_is(const char *name);                            /* is it embedded? */
void csrf_html(struct html *h, struct ctx *c);              /* the hidden field of every POST form */
const char *tone_class(enum tone t);                        /* "good", "warn", "bad" or "" */

#endif
