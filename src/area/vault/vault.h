/* vault.h - fixed messages to the vault, a process of its own under its own key file: it seals a
 * reporter's identity and the scans of letters, signs audit heads, hands over the audit key at start,
 * opens what the matter key opens of a report from outside, and shows an identity once, where one person asked and another consented.
 *
 * Owns DATA/vault/ (keys, vault.db, files/).      Used by: intake, envelope, identity, gate/audit (head), app.
 */
#ifndef AREA_VAULT_VAULT_H
#define AREA_VAULT_VAULT_H

#include "base/ctx.h"
#include "gate/audit.h"

struct vault;
/* vault_start - forks and executes `xiezhi vault-serve` on a socket pair; before the first thread.
 * $XIEZHI_VAULT_PASSPHRASE opens the key file, where it has one, and is then wiped from this
 * process. `why` names the part at fault: vault/keys, vault/vault.db, the variable. Errors: VAULT,
 * DENIED (no right, or the passphrase), NEWER. From then on every call answers VAULT once the
 * process is gone. */
MUST_USE enum err vault_start(struct vault **out, const char *data_dir, struct str *why);
/* vault_ahead - for root alone, right before it becomes the directory's owner, who could no longer give the vault a user of its own: forks the
 * process that vault_start will make the vault. It is the owner of DATA/vault from its first step and ends unless vault_start is called. */
void vault_ahead(const char *data_dir);
void vault_stop(struct vault *v);                       /* asks it to end and waits */
/* vault_create - keys and vault.db; once, at init. The keys are encrypted when
 * $XIEZHI_VAULT_PASSPHRASE is set; only a demonstration goes without in silence.
 * Errors: IN_USE, DENIED, FULL, VAULT. */
MUST_USE enum err vault_create(const char *data_dir, bool demo, struct str *why);
MUST_USE enum err vault_audit_key(struct vault *v, unsigned char key[AUDIT_KEY_BYTES]);

/* claimed: real | anonymous; sealed like the rest. */
struct identity { struct str name, contact, id_no, address, claimed; };
/* vault_seal_identity - committed in the vault before the petition (decisions.md 15), under the
 * petition's reference. What several threads bring at once is one commit.
 * Errors: VAULT, FULL, DENIED, BUSY, TOO_LARGE (over 32 KiB). */
MUST_USE enum err vault_seal_identity(
    struct vault *v, int64_t petition_ref, const struct identity *who, int64_t now_ms);
MUST_USE enum err vault_seal_scan(
    struct vault *v, int64_t petition_ref, struct str name, struct str bytes, int64_t now_ms);
/* vault_seal_many - the same for an import, one message, one transaction. */
MUST_USE enum err vault_seal_many(
    struct vault *v, const int64_t *refs, const struct identity *who, int n, int64_t now_ms);
MUST_USE enum err vault_put_head(
    struct vault *v, int64_t organ_id, int64_t seq, const unsigned char mac[32], int64_t now_ms);
MUST_USE enum err vault_heads(
    struct vault *v, struct arena *a, struct audit_outside_head **out, int *n);
/* vault_refs - references held, oldest first, for the sweep of what has no petition after
 * an hour: all whose newest row was sealed before `older_than_ms`, a moment. */
MUST_USE enum err vault_sweep(struct vault *v, const int64_t *orphans, int n);
MUST_USE enum err vault_refs(
    struct vault *v, struct arena *a, int64_t older_than_ms, int64_t **out, int *n);
/* vault_public - the halves of the organ's keys that may be carried out. vault_certify - the organ's signature over a text about such a
 * key; the text says what it is, and no head of the audit chain reads like one. */
struct vault_public { unsigned char sign[32], identity[32], matter[32]; };
MUST_USE enum err vault_public(struct vault *v, struct vault_public *out);
MUST_USE enum err vault_certify(struct vault *v, struct str text, unsigned char signature[64]);

/* ---- what came from outside, closed to the matter key. Every opening is logged in vault.db first, with who asked.
 * Errors: NOT_FOUND (closed to a key that is not here - which is what article 15 keeps away - or torn: nobody can tell
 * the two apart), TAMPERED (opened, and not what the outside writes), VAULT, FULL. What is handed out borrows `a`. */
struct vault_asker { int64_t user_id, now_ms; };
struct vault_screen { int64_t report_id; struct str rank, name, unit; };
MUST_USE enum err vault_open_screen(
    struct vault *v, struct arena *a, const struct vault_asker *by, struct str sealed, struct vault_screen *out);
/* file: its name below DATA/envelopes; key: for sealed_file_open; hash: of the plain bytes; name: as the reporter had it. */
struct vault_file { struct str file, name; unsigned char key[32], hash[32]; int64_t bytes; };
/* Real-name or not is not among them, nor the salt with which it could be tried against the acknowledgement.
 * box_public: where answers are closed to. It is the reporter's own word, the envelope's is only the carrier's. */
struct vault_matter {
    int64_t report_id;
    struct str day, rank, name, unit, subject, body, happened_on, place, known;
    unsigned char box_public[32], note_public[32];
    struct vault_file *files;
    int n_files;
};
MUST_USE enum err vault_open_matter(
    struct vault *v, struct arena *a, const struct vault_asker *by, struct str sealed, struct vault_matter *out);
/* vault_open_note - something more from the reporter; `matter` is the closed pack of the report, which holds its key.
 * TAMPERED too when the note speaks of another report. */
struct vault_note { int64_t report_id; struct str day, text; struct vault_file *files; int n_files; };
MUST_USE enum err vault_open_note(struct vault *v, struct arena *a, const struct vault_asker *by, struct str matter,
    struct str sealed, struct vault_note *out);
/* vault_keep_identity - the closed identity of a report goes under its petition's reference, as it came; before the petition
 * is committed, like vault_seal_identity. Errors: INVALID (no closed text of the outside's), VAULT, FULL. */
MUST_USE enum err vault_keep_identity(struct vault *v, int64_t petition_ref, struct str sealed, int64_t now_ms);

/* ---- who reported (ADR 0022): asked for by one, released by another, shown once. Each step is a committed row before it is answered. */
#define VAULT_CONSENT_MAX_MS ((int64_t)7 * 86400000)
/* vault_ask - purpose: a code; words: for the record. Whether anything is kept of the petition makes no difference.
 * Errors: INVALID (a text is missing, or over 2,000 bytes), CONFLICT (his request for this petition is not decided yet). */
MUST_USE enum err vault_ask(struct vault *v, const struct vault_asker *by, int64_t petition_ref, struct str purpose, struct str words, int64_t *ref);
/* vault_consent - by somebody else than who asked; reads the key file anew, takes out what is kept and closes it to a key of this
 * process alone, so that a restart ends the consent. passphrase: of the key file, "" where it has none.
 * Errors: FORBIDDEN (he asked himself), MOVE (decided before), DENIED (passphrase), TAMPERED (another key file), INVALID (for_ms). */
MUST_USE enum err vault_consent(struct vault *v, const struct vault_asker *by, int64_t ref, int64_t for_ms, struct str passphrase);
MUST_USE enum err vault_refuse(struct vault *v, const struct vault_asker *by, int64_t ref, struct str reason);
/* What was kept of a petition, newest first; a letter that was corrected has several. readable false: it opens with no key of ours. */
struct vault_shown { int64_t at_ms; bool from_outside, readable; struct identity who; };
/* vault_open_identity - once, by who asked, while the consent holds. Errors: FORBIDDEN (another one asked), MOVE (no consent, opened
 * before, lapsed), NOT_FOUND (no such request for this petition). */
MUST_USE enum err vault_open_identity(struct vault *v, struct arena *a, const struct vault_asker *by, int64_t ref, int64_t petition_ref,
    struct vault_shown **out, int *n);
enum vault_standing { REQUEST_ASKED, REQUEST_CONSENTED, REQUEST_REFUSED, REQUEST_OPENED, REQUEST_LAPSED };
struct vault_request {
    int64_t id, ref, petition_ref, asked_by, asked_at_ms, decided_by, decided_at_ms, until_ms, opened_at_ms;     /* 0: not yet */
    enum vault_standing standing;
    struct str purpose, words, reason;
};
/* vault_requests - newest first, at most `max` (500), with an id below `before`; petition_ref, asked_by, ref, before 0 = any.
 * passphrase: consent asks for one. */
struct vault_which { int64_t now_ms, petition_ref, asked_by, ref, before; int max; };
struct vault_requests { struct vault_request *rows; int n; bool passphrase; };
MUST_USE enum err vault_requests(struct vault *v, struct arena *a, const struct vault_which *w, struct vault_requests *out);

/* ---- notices to who signed with a name and a way to reach him (articles 26, 27). vault_notices - petitions that have them, oldest
 * first. unlooked: revisions of which nobody knows yet, as they came closed from outside; vault_notice_look opens them, logged each,
 * for that one byte. vault_told - a keeper delivered it on that day; on "" takes the mark back. what: accepted, result. */
struct vault_told { struct str on; int64_t user_id; };          /* on "": not yet */
struct vault_notice { int64_t petition_ref, kept_at_ms; struct vault_told accepted, result; };
struct vault_notices { struct vault_notice *rows; int n, unlooked; bool passphrase; };
MUST_USE enum err vault_notices(struct vault *v, struct arena *a, struct vault_notices *out);
MUST_USE enum err vault_notice_look(struct vault *v, const struct vault_asker *by, struct str passphrase);   /* DENIED: the passphrase */
MUST_USE enum err vault_told(struct vault *v, const struct vault_asker *by, int64_t petition_ref, struct str what, struct str on);

/* ---- what article 15 sends higher (ADR 0024). vault_article15 - the next higher organ's public key as the vault knows it; `key` of 32
 * bytes is taken where none is known yet, "" only asks. Another one is CONFLICT: it is changed by who owns the vault's files
 * (vault_article15_put). known: there is one. passphrase: vault_pass_on may want one. Errors: INVALID (no key), CONFLICT. */
struct vault_article15 { unsigned char key[32]; bool known, passphrase; };
MUST_USE enum err vault_article15(struct vault *v, const struct vault_asker *by, struct str key, struct vault_article15 *out);
/* vault_article15_put - with no server, by the passphrase of the key file. Errors: VAULT, DENIED, INVALID. */
MUST_USE enum err vault_article15_put(struct arena *a, const char *data_dir, struct str passphrase, const unsigned char key[32], int64_t now_ms);
/* vault_pass_on - what of the three closed texts opens with our keys comes back closed to the next higher organ's key and to nobody else,
 * logged; the rest as it was. ours: something did. passphrase: of the key file, for who reported; not asked for where nothing is ours.
 * Errors: NOT_FOUND (no such key is known), DENIED (passphrase), TAMPERED (another key file). */
struct vault_closed { struct str screen, matter, identity; };
struct vault_passed { struct vault_closed closed; unsigned char key[32]; bool ours; };
MUST_USE enum err vault_pass_on(struct vault *v, struct arena *a, const struct vault_asker *by, const struct vault_closed *was,
    struct str passphrase, struct vault_passed *out);

int vault_serve_main(const char *data_dir, int fd); /* the other side: entry of the child process */

#endif
