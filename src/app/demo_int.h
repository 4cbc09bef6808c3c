/* demo_int.h - private to src/app/demo*.c: the invented district while it is being filled. */
#ifndef APP_DEMO_INT_H
#define APP_DEMO_INT_H

#include "app/demo.h"
#include "area/casework/proposal.h"
#include "area/casework/result.h"
#include "area/intake/petition.h"

#define DEMO_LEADS_MAX   1200
#define DEMO_WORDS_MAX   80
#define DEMO_SCRIPTS_MAX 64
#define DEMO_FIRST_YEAR  2018
#define DEMO_MONTHS      24

enum demo_who { DEMO_CLERK, DEMO_CASEMGR, DEMO_INVESTIGATOR, DEMO_ADJUDICATOR, DEMO_LEADER, DEMO_PRINCIPAL, DEMO_REVIEWER, DEMO__WHO };
enum demo_list { WORDS_SURNAMES, WORDS_GIVEN, WORDS_TOWNS, WORDS_VILLAGES, WORDS_COMMUNITIES, WORDS_BUREAUS, WORDS_SCHOOLS, WORDS_HOSPITALS,
    WORDS_COMPANIES, WORDS_PROBLEMS, WORDS_OPENERS, WORDS_CLOSERS, WORDS_POSTS, WORDS_PLANS, WORDS_SUSPICIONS, WORDS_PROPOSALS, WORDS_PHRASES,
    WORDS_SUGGESTIONS, WORDS_OUTSIDE, WORDS_EMPTY, WORDS_APPEALS, WORDS_REPORTS, WORDS_TALK, WORDS__MAX };
/* Lines of the list "phrases", in its order. */
enum demo_phrase { PHRASE_CITY, PHRASE_CITY_NAME, PHRASE_SENDER, PHRASE_REASON, PHRASE_LETTER, PHRASE_TWICE, PHRASE_REJECT, PHRASE_BODY,
    PHRASE_VOID, PHRASE_REVOKE, PHRASE_ORGAN, PHRASE_REPORTS, PHRASE_PROBLEM_OF, PHRASE_APPROVAL_NO, PHRASE_BODY_NO, PHRASE_COMMITTEE,
    PHRASE_RETURN, PHRASE_CLEARED, PHRASE_LOOKED, PHRASE_REMINDED, PHRASE_PARTY, PHRASE_PARTY_NO, PHRASE_RESULT };
struct demo_words { struct str w[DEMO_WORDS_MAX]; int n; };

/* A person somewhere: what a petition or a lead is about. */
struct demo_subject { struct str name, unit, post, petition_rank, rank; bool member; };

/* What the definitions of the figures distinguish and chance would not bring (demo_planted.c): a lead whose way is fixed. */
enum demo_after { AFTER_NOTHING, AFTER_VOID_CASE, AFTER_REVIEW, AFTER_VOID_LEAD, AFTER_HAND_OVER };
struct demo_script {
    const char *end;                                /* day of the decision, or of the outcome */
    const char *source, *topic, *campaign, *outcome;
    const char *rank, *party, *gov, *other;         /* kinds of def/results; "" = none */
    const char *effective;                          /* of the sanctions; "" = at once */
    char kind;                                      /* of place, as in words.md */
    bool umbrella, gang, organisation, two_persons, of_lead;    /* of_lead: `other` hangs on the lead, there is no case */
    int same_person, merge_person, merge_lead;      /* one more than the number of an earlier script, 0 = none */
    enum demo_after after;
};

/* One lead on its way: what happens next, and when. */
struct demo_lead {
    const struct demo_script *script;   /* NULL = an ordinary one */
    struct str method, outcome, suspicion;
    int64_t lead_ref, disposal_ref, case_ref, person_id;
    struct str rank;
    int step, seq, returned;
    bool both_lines, member, retold;
    struct date next_on;
};

struct demo {
    struct app *app;
    const struct organ *district;
    const struct user *who[DEMO__WHO];
    struct organ city, towns[3];
    struct demo_words words[WORDS__MAX];
    struct demo_lead *leads; int n_leads;
    int script_lead[DEMO_SCRIPTS_MAX];  /* number of the script's lead, -1 = not begun */
    struct date today;
    int acts;                       /* of this day: each a few minutes after the last */
    int serial, directs, submits, decided;   /* of petitions, of leads without one, of decisions: they choose words and ways */
    struct petition last_body;
    int64_t june_ref;               /* a petition of June 2019, voided after its summary was published */
    int64_t seals[400]; int n_seals;
    struct demo_assigned { int64_t ref; struct date back_on; } assigned[200]; int n_assigned;     /* at a lower organ; ref 0 = reported back */
};

void demo_words_load(struct demo *d);
MUST_USE enum err demo_users(struct ctx *c, void *demo);         /* the people who act; on a connection */
struct str demo_word(const struct demo *d, enum demo_list list, int k);         /* k modulo the list */
struct str demo_part(struct str line, int n);                                   /* n-th part between bars */
struct str demo_name(struct ctx *c, const struct demo *d, int k);
struct str demo_file(const char *name);                                         /* text of def/demo/NAME */
struct str demo_filled(struct ctx *c, struct str text, int k);                  /* $Y $M $N $H $T by k */
struct str demo_problem(const struct demo *d, int k, char kind);                /* a line of problems that occurs there; 0 = anywhere */
char demo_kind(struct str problem, int k);                                      /* one of the kinds of place of that line */
struct demo_subject demo_subject(struct ctx *c, const struct demo *d, int k, char kind);
bool demo_workday(const struct ctx *c, struct date day);
bool demo_is(const struct demo *d, const char *iso);                            /* is it this day */

/* demo_as - the next act is this user's, a few minutes after the last one. demo_done writes its audit row. */
void demo_as(struct ctx *c, struct demo *d, enum demo_who who);
MUST_USE enum err demo_done(struct ctx *c);

MUST_USE enum err demo_petitions(struct ctx *c, struct demo *d, int n);         /* n of this day */
MUST_USE enum err demo_reports_back(struct ctx *c, struct demo *d);             /* what lower organs finished by this day */
MUST_USE enum err demo_lead_start(struct ctx *c, struct demo *d, int64_t lead_ref, const struct demo_subject *about, int seq);
MUST_USE enum err demo_lead_direct(struct ctx *c, struct demo *d);              /* a lead that no petition brought */
MUST_USE enum err demo_leads_step(struct ctx *c, struct demo *d);               /* everything due on this day */
MUST_USE enum err demo_planted(struct ctx *c, struct demo *d);                  /* what must be there, on its day */
MUST_USE enum err demo_answer(struct ctx *c, struct demo *d, struct result *r, int k);    /* the body that decides answers, number k */
MUST_USE enum err demo_after(struct ctx *c, struct demo *d, struct demo_lead *l);   /* what follows a script's decision */

#endif
