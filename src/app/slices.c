#include "app/slices.h"

#include "app/account.h"
#include "app/check.h"
#include "app/front.h"
#include "area/admin/admin_slice.h"
#include "area/casework/casework.h"
#include "area/docs/docs_slice.h"
#include "area/exchange/exchange.h"
#include "area/envelope/envelope_slice.h"
#include "area/ferry/ferry_slice.h"
#include "area/handover/handover_slice.h"
#include "area/identity/identity_slice.h"
#include "area/intake/intake.h"
#include "area/person/person_page.h"
#include "area/recusal/recusal_page.h"
#include "area/register/register.h"
#include "area/search/search_slice.h"
#include "area/stats/stats_slice.h"
#include "area/summary/summary_slice.h"
#include "area/works/works_slice.h"

/* One to a line: parts are added at the same time by several hands. */
const struct slice *const slices[] = {
    &front_slice,
    &account_slice,
    &register_slice,
    &works_slice,
    &intake_slice,
    &person_slice,
    &lead_slice,
    &lead_tie_slice,
    &case_slice,
    &result_slice,
    &proposal_slice,
    &recusal_slice,
    &stats_slice,
    &summary_slice,
    &docs_slice,
    &casework_docs_slice,
    &search_slice,
    &exchange_slice,
    &envelope_slice,
    &ferry_slice,
    &ferry_web_slice,
    &handover_slice,
    &handover_web_slice,
    &identity_slice,
    &identity_keep_slice,
    &notice_slice,
    &identity_cli_slice,
    &user_slice,
    &organ_slice,
    &audit_slice,
    &admin_cli_slice,
    &check_slice,
};
const size_t slices_n = sizeof slices / sizeof slices[0];
