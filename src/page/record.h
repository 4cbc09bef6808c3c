/* record.h - the page of one record: head, facts in two columns, what can be done next and what cannot and why, history, documents.
 *
 * Example
 *     struct record_view r = record_new(q, p.no, p.subject);  record_badge(&r, STR(""), state_label, TONE_NONE);
 *     record_fact(&r, text_of(c->lang, T_petition_received_on), date_str(c->a, p.received_on), STR(""));
 *     for each flow_choice:  record_move(&r, label, hint, path, RECORD_LINK)  or  record_cannot(&r, label, reason)
 *     …  {{do page_open(h, c, &p->page)}}{{do record_html(h, c, &p->record)}}{{do page_close(h, c, &p->page)}}
 * The page is opened with .bare = true: the head is the record's own.
 */
#ifndef PAGE_RECORD_H
#define PAGE_RECORD_H

#include "page/layout.h"

#define RECORD_FACTS_MAX  64
#define RECORD_MOVES_MAX  24
#define RECORD_STATE_MAX  6

enum record_how {
    RECORD_LINK,            /* a page with a form of its own: GET */
    RECORD_POST,            /* one press, undoable: POST */
    RECORD_POST_REASON,     /* POST with a reason, asked in place */
};

struct record_fact { struct str label, value, path; const struct str *items; int n_items; bool wide; };     /* items: a numbered list */
struct record_badge { struct str label, value; enum tone tone; };           /* 承办 …; a clock */
struct record_move { struct str label, hint, path; enum record_how how; bool main; struct str name, value; };
struct record_cannot { struct str label, reason; };
struct record_step { struct str at, label, by, note; bool undone; };        /* newest first; at: ISO time text */
struct record_doc { struct str label, path, state, detail; };               /* path "": sealed, named only */
struct record_person { struct str name, path, line; };                      /* line: unit, post, rank */
struct record_link { struct str label, path, detail; };

struct record_view {
    struct str number, subject;             /* subject: one line, the h1 */
    struct record_badge badges[RECORD_STATE_MAX]; int n_badges;     /* state first */
    struct record_fact facts[RECORD_FACTS_MAX]; int n_facts;
    bool show_empty;                        /* from ?empty=1 (record_new) */
    struct record_person *persons; int n_persons;
    struct record_move moves[RECORD_MOVES_MAX]; int n_moves;
    struct record_cannot cannot[RECORD_MOVES_MAX]; int n_cannot;
    const struct record_step *steps; int n_steps;
    const struct record_doc *docs; int n_docs;
    const struct record_link *links; int n_links;       /* where it came from, what grew from it, repeats */
    struct str links_title;
    struct str doc_new;                     /* path of "起草文书", "" = not offered */
    struct str edit;                        /* path of "修改" beside the facts, "" = not offered */
    struct str banner; enum tone banner_tone;   /* "已作废：理由 …", above everything */
    struct str undo;                        /* POST that takes the last step back: for the page's own message too, "" = it stays */
    struct str paper;                       /* path of the printable form, "" = the browser's own print */
    struct str path;                        /* of the record itself, for "show empty" */
    int64_t rev;                            /* goes along with every POST */
};

struct record_view record_new(const struct request *q, struct str number, struct str subject);
void record_badge(struct record_view *r, struct str label, struct str value, enum tone tone);
void record_fact(struct record_view *r, struct str label, struct str value, struct str path);       /* "" value: an empty fact */
void record_fact_wide(struct record_view *r, struct str label, struct str value);
void record_fact_items(struct record_view *r, struct str label, const struct str *items, int n);
void record_move(struct record_view *r, struct str label, struct str hint, struct str path, enum record_how how);
void record_cannot(struct record_view *r, struct str label, struct str reason);
void record_html(struct html *h, struct ctx *c, const struct record_view *r);

/* Its parts, for pages that need only one. */
void record_head(struct html *h, struct ctx *c, const struct record_view *r);
void record_facts(struct html *h, struct ctx *c, const struct record_view *r);
void record_next(struct html *h, struct ctx *c, const struct record_view *r);
void record_history(struct html *h, struct ctx *c, const struct record_view *r);
void record_docs(struct html *h, struct ctx *c, const struct record_view *r);

#endif
