#include "app/slices.h"

#include "app/front.h"
#include "area/casework/casework.h"
#include "area/docs/docs.h"
#include "area/intake/intake.h"
#include "area/stats/stats_slice.h"
#include "area/summary/summary_slice.h"

const struct slice *const slices[] = { &front_slice, &intake_slice, &lead_slice, &case_slice, &result_slice, &proposal_slice, &stats_slice, &summary_slice, &docs_slice };
const size_t slices_n = sizeof slices / sizeof slices[0];
