#include "area/casework/entered.h"

#include "gate/gate.h"
#include "base/text.h"
#include "base/utf8.h"
#include "gen/text.h"

enum err entered_check(struct ctx *c, const struct entered *e)
{
    struct str approver = str_trim(e->approver);

    TRY(gate(c, PERM_IMPORT));
    if (approver.n == 0)
        return refuse_field(c, STR("approver"), ERR_INVALID, T_entered_approver, STR(""));
    if (str_eq(text_fold(c->a, approver), text_fold(c->a, c->who->name)))
        return refuse_field(c, STR("approver"), ERR_INVALID, T_entered_own, approver);
    if (!date_is_set(e->on) || date_cmp(e->on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("approved_on"), ERR_INVALID, T_input_future, date_str(c->a, e->on));
    return ERR_OK;
}

struct str entered_note(struct ctx *c, const struct entered *e)
{
    const struct str args[] = { str_trim(e->approver), date_str(c->a, e->on), str_trim(e->approver_no) };

    return text_args(c->a, LANG_ZH, e->approver_no.n > 0 ? T_entered_note_no : T_entered_note, args, 3);
}
