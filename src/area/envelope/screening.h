/* screening.h - 甄别: one clerk sees rank, name and unit of a closed report; what is article 15's stays closed and is passed on sealed; all else
 * is opened, once, and becomes a petition of the web channel. Who reports stays in the vault.
 *
 * Driven by   def/workflow.yaml (envelope), def/codes.yaml (petition_rank, screening_limit).      Owns the columns of sql/0017 in table envelope.
 * Used by     envelope pages, app (demonstration).      Memory c->a.
 * Errors      NOT_FOUND (also when hidden: the same answer), MOVE, FORBIDDEN (another one's), CONFLICT.
 */
#ifndef AREA_ENVELOPE_SCREENING_H
#define AREA_ENVELOPE_SCREENING_H

#include "area/envelope/envelope.h"
#include "area/intake/petition.h"
#include "area/vault/vault.h"

struct envelope {
    int64_t id, organ_id, rev, screener_id, petition_id, opened_at_ms, files;
    int workflow;
    struct str state, screener, screen, matter;                 /* the last two closed */
    struct str passed_key, passed_to;                           /* passing.h; "" = not passed on */
    struct date day, due_on;
};
MUST_USE enum err envelope_load(struct ctx *c, int64_t id, struct envelope *out);
struct flow_record envelope_flow(const struct envelope *e);
bool envelope_mine(const struct ctx *c, const struct envelope *e);      /* being screened, and by the asker */

/* What the vault shows of it. elsewhere: closed to another's key, which is what article 15 keeps away, or torn; altered: not what the outside writes. */
struct envelope_seen { struct vault_screen who; bool elsewhere, altered, article15; };
MUST_USE enum err envelope_look(struct ctx *c, const struct envelope *e, struct envelope_seen *out);
/* envelope_take_up - the asker screens it from now on. Whoever bears the reported person's name never sees it again, the asker too: *taken = false. */
MUST_USE enum err envelope_take_up(struct ctx *c, struct envelope *e, const struct envelope_seen *seen, bool *taken);
MUST_USE enum err envelope_open(struct ctx *c, struct envelope *e, const struct envelope_seen *seen);
/* envelope_act - put_back, keep_closed, close_again; pass_on is passing.h's. */
MUST_USE enum err envelope_act(struct ctx *c, struct envelope *e, struct str move);

/* envelope_matter - the report's text, for its screener alone, once it was opened; TAMPERED, NOT_FOUND: see vault.h. */
MUST_USE enum err envelope_matter(struct ctx *c, const struct envelope *e, struct vault_matter *out);
/* envelope_petition - what of it is not typed: text, day, channel. */
void envelope_petition(struct ctx *c, const struct envelope *e, const struct vault_matter *m, struct petition_new *out);
/* envelope_keep_identity - who reports goes into the vault as it came, under the reference that the petition will have (decisions.md 15). */
MUST_USE enum err envelope_keep_identity(struct ctx *c, const struct envelope *e, int64_t petition_ref);
/* envelope_register - the petition with that reference, and the envelope's last move. */
MUST_USE enum err envelope_register(struct ctx *c, struct envelope *e, const struct petition_new *n, struct petition *out);
/* envelope_petition_ref - of the petition that it became; 0 = none, or none that the asker may see. */
MUST_USE enum err envelope_petition_ref(struct ctx *c, const struct envelope *e, int64_t *ref);

void envelope_guards(void);

#endif
