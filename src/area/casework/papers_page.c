#include "area/casework/papers_page.h"

#include "area/docs/paper.h"
#include "area/register/register.h"
#include "gen/text.h"

static const struct { const char *kind; int text; } labels[] = { { "case", T_casework_paper_filing_decision },
    { "result", T_casework_paper_sanction_decision }, { "proposal", T_casework_paper_proposal_letter } };

enum err case_papers(struct ctx *c, struct str kind, int64_t id, int64_t ref, const char *name, bool drafts, struct record_view *out)
{
    struct document *made;
    const char *k = str_copy(c->a, kind).p;
    int n, label = T_casework_paper_lead_form;

    TRY(documents_of(c, kind, id, &made, &n));
    struct record_doc *docs = NEWS(c->a, struct record_doc, (size_t)n * 2 + 2);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (str_eq(kind, str_z(labels[i].kind)))
            label = labels[i].text;
    if (str_eq(kind, STR("lead")))
        docs[out->n_docs++] = (struct record_doc){ text_of(c->lang, label), record_path(c, k, ref, "/paper/lead_form.pdf"), STR("PDF"), STR("") };
    for (int i = 0; i < n; i++)
        for (int f = 0; f < 2 && str_eq(made[i].template, str_z(name)); f++)
            docs[out->n_docs++] = (struct record_doc){ text_of(c->lang, label), str_fmt(c->a, "%.*s/document/%.*s.%s",
                PF(record_path(c, k, ref, "")), PF(ref_text(c->a, made[i].ref)), f == 0 ? "pdf" : "docx"),
                f == 0 ? STR("PDF") : STR("docx"), f == 0 ? str_fmt(c->a, "%.*s %.*s", PF(made[i].no), PF(made[i].maker)) : STR("") };
    out->docs = docs;
    if (drafts)
        out->doc_new = record_path(c, k, ref, "/paper");
    return ERR_OK;
}
