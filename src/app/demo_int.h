/* demo_int.h - private to src/app/demo*.c: the invented district while it is being filled. */
#ifndef APP_DEMO_INT_H
#define APP_DEMO_INT_H

#include "app/demo.h"
#include "area/casework/proposal.h"
#include "area/casework/result.h"
#include "area/intake/petition.h"

#define DEMO_LEADS_MAX 800
#define DEMO_WORDS_MAX 80

enum demo_who { DEMO_CLERK, DEMO_CASEMGR, DEMO_INVESTIGATOR, DEMO_ADJUDICATOR, DEMO_LEADER, DEMO_PRINCIPAL, DEMO__WHO };
enum demo_list { WORDS_SURNAMES, WORDS_GIVEN, WORDS_TOWNS, WORDS_VILLAGES, WORDS_UNITS, WORDS_PROBLEMS, WORDS_POSTS, WORDS_PHRASES, WORDS__MAX };
/* Lines of the list "phrases", in its order. */
enum demo_phrase { PHRASE_CITY, PHRASE_CITY_NAME, PHRASE_SENDER, PHRASE_SAYS, PHRASE_AS_FOLLOWS, PHRASE_ASKS, PHRASE_REPORTS, PHRASE_REASON,
    PHRASE_LETTER, PHRASE_TWICE, PHRASE_PLAN, PHRASE_REJECT, PHRASE_BODY, PHRASE_VOID, PHRASE_REVOKE, PHRASE_PROPOSAL, PHRASE_ORGAN };
struct demo_words { struct str w[DEMO_WORDS_MAX]; int n; };

/* One lead on its way: what happens next, and when. */
struct demo_lead {
    struct str method, outcome;     /* chosen at registration */
    int64_t lead_ref, disposal_ref, case_ref, person_id, result_refs[3];
    struct str rank;
    int step, n_results, seq;
    bool both_lines, goes_to_case, member;
    struct date next_on;
};

struct demo {
    struct app *app;
    const struct organ *district;
    const struct user *who[DEMO__WHO];
    struct organ city, towns[3];
    struct demo_words words[WORDS__MAX];
    struct demo_lead *leads; int n_leads;
    struct date today;
    int acts;                       /* of this day: each a few minutes after the last */
    int serial;                     /* of petitions; chooses words and ways */
    struct petition last_body;
    int64_t seals[400]; int n_seals;
};

void demo_words_load(struct demo *d);
struct str demo_word(const struct demo *d, enum demo_list list, int k);         /* k modulo the list */
struct str demo_part(struct str line, int n);                                   /* n-th part between bars */
struct str demo_name(struct ctx *c, const struct demo *d, int k);
struct str demo_file(const char *name);                                         /* text of def/demo/NAME */

/* demo_as - the next act is this user's, a few minutes after the last one. demo_done writes its audit row. */
void demo_as(struct ctx *c, struct demo *d, enum demo_who who);
MUST_USE enum err demo_done(struct ctx *c);

MUST_USE enum err demo_lead_start(struct ctx *c, struct demo *d, int64_t lead_ref, int seq);
MUST_USE enum err demo_leads_step(struct ctx *c, struct demo *d);               /* everything due on this day */
MUST_USE enum err demo_planted(struct ctx *c, struct demo *d);                  /* what must be there, on its day */

#endif
