/* guards.c - what a move of def/workflow.yaml waits for, where a row alone cannot say it. */
#include "area/casework/case_store.h"
#include "area/casework/casework.h"
#include "area/casework/result.h"
#include "area/casework/result_store.h"
#include "flow/flow.h"
#include "gate/gate.h"
#include "gen/text.h"

/* A proposal is taken back by whoever made it. */
static enum err own(struct ctx *c, const struct flow_record *r)
{
    return r->proposer == c->who->id ? ERR_OK : refuse(c, ERR_FORBIDDEN, T_flow_own_only);
}

/* A case is concluded when nothing that was proposed in it waits for a decision. */
static enum err decided(struct ctx *c, const struct flow_record *r)
{
    int64_t n;

    TRY(case_store_open_results(c, r->id, &n));
    return n == 0 ? ERR_OK : refuse(c, ERR_MOVE, T_case_undecided, str_int(c->a, n));
}

/* Who investigated does not adjudicate (rules on oversight, article 54). */
static enum err separate(struct ctx *c, const struct flow_record *r)
{
    bool acted;

    TRY(flow_acted(c, r, STR("propose submit"), &acted));
    return acted ? refuse(c, ERR_FORBIDDEN, T_case_separate) : ERR_OK;
}

/* A case in which somebody was sanctioned is concluded, not withdrawn. */
static enum err unsanctioned(struct ctx *c, const struct flow_record *r)
{
    int64_t n;

    TRY(case_store_sanctions(c, r->id, &n));
    return n == 0 ? ERR_OK : refuse(c, ERR_MOVE, T_case_sanctioned);
}

/* ---- results: what another body decides is asked for and answered, everything else is decided here */
static enum err is_asked(struct ctx *c, const struct flow_record *r, bool *asked)
{
    struct result_kind k;

    TRY(result_store_kind(c, r->id, &k));
    *asked = result_asks(c, k.family, k.code);
    return ERR_OK;
}

static enum err asked(struct ctx *c, const struct flow_record *r)
{
    bool yes;

    TRY(is_asked(c, r, &yes));
    return yes ? ERR_OK : refuse(c, ERR_MOVE, T_result_decided_here);
}

static enum err decides(struct ctx *c, const struct flow_record *r)
{
    bool yes;

    TRY(is_asked(c, r, &yes));
    return yes ? refuse(c, ERR_MOVE, T_result_no_answer) : ERR_OK;
}

/* Who took part in the decision, investigated the case or adjudicated it takes no part in its review (article 59). */
static enum err fresh(struct ctx *c, const struct flow_record *r)
{
    struct result_kind k;
    bool acted, of_case = false;

    TRY(result_store_kind(c, r->id, &k));
    struct flow_record file = { .kind = STR("case"), .id = k.case_id };
    if (k.case_id != 0)
        TRY(flow_acted(c, &file, STR("propose submit return_facts return_evidence conclude"), &of_case));
    TRY(flow_acted(c, r, STR("propose approve answer"), &acted));
    acted = acted || of_case;
    return acted ? refuse(c, ERR_FORBIDDEN, T_result_not_fresh) : ERR_OK;
}

static const struct flow_guard guards[] = {
    { "disposal", "own", own }, { "case", "own", own }, { "result", "own", own }, { "proposal", "own", own },
    { "case", "decided", decided }, { "case", "separate", separate }, { "case", "unsanctioned", unsanctioned },
    { "result", "asked", asked }, { "result", "decides", decides }, { "result", "fresh", fresh },
};

void casework_guards(void) { flow_guards(guards, sizeof guards / sizeof guards[0]); }
