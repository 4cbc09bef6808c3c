#include "doc/doc_fonts.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/utf8.h"

#define FONTS_MAX 64
#define CACHE_SLOTS ((uint32_t)32768)   /* a power of two, of 16 bytes each */
#define CACHE_FULL (CACHE_SLOTS * 3 / 4)        /* beyond it characters are shaped each time */
#define NOMINAL 256.0                   /* points; glyph widths are kept as parts of an em */

struct slot { uint32_t key; struct doc_glyph g; };      /* key 0 = empty; else face and code point */

struct doc_fonts {
    struct arena a;
    FcConfig *config;
    PangoFontMap *map;
    PangoContext *context;
    PangoAttrList *none;
    PangoGlyphString *shaped;
    PangoFontDescription *faces[FACE__MAX];
    PangoFont *fonts[FONTS_MAX]; int n_fonts;
    cairo_font_face_t *cairo[FONTS_MAX];
    struct slot *cache; uint32_t used;
};

static bool open_config(struct doc_fonts *f, struct str config)
{
    const FcFontSet *found;

    f->config = FcConfigCreate();
    if (f->config == NULL)
        return false;
    if (!FcConfigParseAndLoadFromMemory(f->config, (const FcChar8 *)str_copy(&f->a, config).p,
                                        FcTrue))
        return false;
    if (!FcConfigBuildFonts(f->config))
        return false;
    found = FcConfigGetFonts(f->config, FcSetSystem);
    return found != NULL && found->nfont > 0;
}

static void open_context(struct doc_fonts *f)
{
    cairo_font_options_t *o = cairo_font_options_create();

    f->map = pango_cairo_font_map_new();
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(f->map), f->config);
    f->context = pango_font_map_create_context(f->map);
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(f->context, o);
    cairo_font_options_destroy(o);
    pango_context_set_round_glyph_positions(f->context, FALSE);
    pango_context_set_language(f->context, pango_language_from_string("zh-cn"));
    f->none = pango_attr_list_new();
    f->shaped = pango_glyph_string_new();
    for (int i = 0; i < FACE__MAX; i++) {
        f->faces[i] = pango_font_description_new();
        pango_font_description_set_family(f->faces[i], doc_face_name((enum doc_face)i));
        pango_font_description_set_absolute_size(f->faces[i], NOMINAL * PANGO_SCALE);
    }
    /* bold Song stands in for 小标宋 */
    pango_font_description_set_weight(f->faces[FACE_TITLE], PANGO_WEIGHT_BOLD);
}

struct doc_fonts *doc_fonts_open(struct str config)
{
    struct arena a;
    struct doc_fonts *f;

    arena_open(&a, (size_t)4 << 20);
    f = NEW(&a, struct doc_fonts);
    f->a = a;
    f->cache = NEWS(&f->a, struct slot, CACHE_SLOTS);
    if (!open_config(f, config)) {
        doc_fonts_close(f);
        return NULL;
    }
    open_context(f);
    return f;
}

void doc_fonts_close(struct doc_fonts *f)
{
    struct arena a = f->a;

    for (int i = 0; i < f->n_fonts; i++) {
        cairo_font_face_destroy(f->cairo[i]);
        g_object_unref(f->fonts[i]);
    }
    if (f->map != NULL) {
        for (int i = 0; i < FACE__MAX; i++)
            pango_font_description_free(f->faces[i]);
        pango_glyph_string_free(f->shaped);
        pango_attr_list_unref(f->none);
        g_object_unref(f->context);
        g_object_unref(f->map);
    }
    if (f->config != NULL)
        FcConfigDestroy(f->config);
    /* else cairo keeps the faces, and 30 MB of font files stay mapped */
    cairo_debug_reset_static_data();
    arena_close(&a);            /* f itself lives in it */
}

/* font_index - of p among the fonts met so far; -1 when a document uses more than FONTS_MAX. */
static int font_index(struct doc_fonts *f, PangoFont *p)
{
    cairo_scaled_font_t *scaled;

    for (int i = 0; i < f->n_fonts; i++)
        if (f->fonts[i] == p)
            return i;
    if (f->n_fonts == FONTS_MAX)
        return -1;
    scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(p));
    if (scaled == NULL)
        return -1;
    f->fonts[f->n_fonts] = g_object_ref(p);
    f->cairo[f->n_fonts] = cairo_font_face_reference(cairo_scaled_font_get_font_face(scaled));
    return f->n_fonts++;
}

/* add_item - the glyphs of one item of `cluster` behind out[n]; the new n. */
static int add_item(struct doc_fonts *f, struct str cluster, PangoItem *item, struct doc_glyph *out,
                    int n)
{
    int font = item->analysis.font == NULL ? -1 : font_index(f, item->analysis.font);

    if (font < 0)
        return n;
    pango_shape_full(cluster.p + item->offset, item->length, cluster.p, (int)cluster.n,
                     &item->analysis, f->shaped);
    for (int i = 0; i < f->shaped->num_glyphs && n < DOC_GLYPHS_MAX; i++) {
        const PangoGlyphInfo *g = &f->shaped->glyphs[i];
        bool missing = (g->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0;

        if (g->glyph == PANGO_GLYPH_EMPTY)
            continue;
        out[n] = (struct doc_glyph){ .font = font, .id = missing ? 0 : g->glyph };
        out[n++].em = missing ? 1.0F : (float)(g->geometry.width / (NOMINAL * PANGO_SCALE));
    }
    return n;
}

static int shape(struct doc_fonts *f, enum doc_face face, struct str cluster, struct doc_glyph *out)
{
    GList *items;
    int n = 0;

    pango_context_set_font_description(f->context, f->faces[face]);
    items = pango_itemize(f->context, cluster.p, 0, (int)cluster.n, f->none, NULL);
    for (GList *l = items; l != NULL; l = l->next) {
        n = add_item(f, cluster, l->data, out, n);
        pango_item_free(l->data);
    }
    g_list_free(items);
    return n;
}

int doc_fonts_glyphs(struct doc_fonts *f, enum doc_face face, struct str cluster,
                     struct doc_glyph out[DOC_GLYPHS_MAX])
{
    uint32_t cp, key, at;
    int n;

    if (cluster.n == 0 || utf8_next(cluster, 0, &cp) < cluster.n)
        return shape(f, face, cluster, out);
    key = ((uint32_t)face + 1) << 21 | cp;
    at = key * UINT32_C(2654435761) >> 17;              /* 15 bits: CACHE_SLOTS */
    while (f->cache[at].key != 0 && f->cache[at].key != key)
        at = (at + 1) & (CACHE_SLOTS - 1);
    if (f->cache[at].key == key) {
        out[0] = f->cache[at].g;
        return 1;
    }
    n = shape(f, face, cluster, out);
    if (n == 1 && f->used < CACHE_FULL) {
        f->cache[at] = (struct slot){ key, out[0] };
        f->used++;
    }
    return n;
}

void *doc_fonts_cairo(struct doc_fonts *f, int font)
{
    return f->cairo[font];
}

static double em_of(void *self, enum doc_face face, struct str cluster)
{
    struct doc_glyph g[DOC_GLYPHS_MAX];
    int n = doc_fonts_glyphs(self, face, cluster, g);
    double em = 0;

    for (int i = 0; i < n; i++)
        em += (double)g[i].em;
    return em;
}

struct doc_measure doc_fonts_measure(struct doc_fonts *f)
{
    return (struct doc_measure){ f, em_of };
}
