/* yaml.c - the subset of YAML that def/ is written in. Every scalar is a string that the schema types later, so YAML 1.1's
 * `no`, dates and octals do not exist; anchors, aliases, tags, merge keys and second documents are refused, so a
 * reader of a row sees all of it. libyaml's events are read, never its document tree: no alias can multiply, and
 * depth, size and node count are bounded before memory is taken. */
#include "def/def.h"

#include <yaml.h>

#include "base/utf8.h"

#define YAML_BYTES_MAX  ((size_t)1 << 20)   /* the longest def file is a tenth of this */
#define YAML_DEPTH_MAX  16                  /* our deepest row has 6 levels */
#define YAML_NODES_MAX  100000

struct entry { struct str key; struct node node; };

struct parse {
    yaml_parser_t y;
    yaml_event_t e;             /* the event being looked at; owned until the next one is read */
    struct arena *a, scratch;   /* scratch holds `stack` alone, so that it grows in place */
    struct entry *stack;        /* children that wait for the end of their list or map */
    struct str *why;
    const char *file;
    int n, room, nodes;
};

static enum err fault(struct parse *p, size_t line, const char *what, struct str word)
{
    const char *quote = word.n > 0 ? "'" : "";

    *p->why = str_fmt(p->a, "%s:%zu: %s%s%s%.*s%s", p->file, line, what, word.n > 0 ? " " : "", quote, PF(word), quote);
    return ERR_DEF;
}

static size_t line_of(const struct parse *p)
{
    return p->e.start_mark.line + 1;
}

static enum err next_event(struct parse *p)
{
    yaml_event_delete(&p->e);
    if (yaml_parser_parse(&p->y, &p->e))
        return ERR_OK;
    return fault(p, p->y.problem_mark.line + 1, p->y.problem != NULL ? p->y.problem : "this cannot be read as YAML", STR(""));
}

static enum err push(struct parse *p, struct str key, struct node node)
{
    if (++p->nodes > YAML_NODES_MAX)
        return fault(p, (size_t)node.line, "the file has too many values", STR(""));
    if (p->n == p->room) {
        size_t old = (size_t)p->room * sizeof *p->stack;
        if (!arena_extend(&p->scratch, p->stack, old, old * 2))
            return fault(p, (size_t)node.line, "the file has too many values", STR(""));
        p->room *= 2;
    }
    p->stack[p->n++] = (struct entry){ key, node };
    return ERR_OK;
}

/* Moves the children above `base` from the stack into an exact array of the result. */
static void take_children(struct parse *p, int base, struct node *out)
{
    out->n = p->n - base;
    out->items = NEWS(p->a, struct node, (size_t)out->n);
    if (out->kind == NODE_MAP)
        out->keys = NEWS(p->a, struct str, (size_t)out->n);
    for (int i = 0; i < out->n; i++) {
        out->items[i] = p->stack[base + i].node;
        if (out->kind == NODE_MAP)
            out->keys[i] = p->stack[base + i].key;
    }
    p->n = base;
}

static struct str scalar(const struct parse *p)
{
    return str_copy(p->a, (struct str){ (const char *)p->e.data.scalar.value, p->e.data.scalar.length });
}

static enum err plain_only(struct parse *p, const void *anchor, const void *tag)
{
    if (anchor != NULL)
        return fault(p, line_of(p), "anchors are not used here", str_z(anchor));
    if (tag != NULL)
        return fault(p, line_of(p), "tags are not used here", str_z(tag));
    return ERR_OK;
}

static enum err key_read(struct parse *p, int base, struct str *key)
{
    if (p->e.type != YAML_SCALAR_EVENT)
        return fault(p, line_of(p), "a key is a single word", STR(""));
    TRY(plain_only(p, p->e.data.scalar.anchor, p->e.data.scalar.tag));
    *key = scalar(p);
    if (key->n == 0)
        return fault(p, line_of(p), "a key is empty", STR(""));
    if (str_eq(*key, STR("<<")))
        return fault(p, line_of(p), "merge keys are not used here", STR(""));
    for (int i = base; i < p->n; i++)
        if (str_eq(p->stack[i].key, *key))
            return fault(p, line_of(p), "the key stands twice in this map:", *key);
    return ERR_OK;
}

static enum err node_read(struct parse *p, int depth, struct node *out);

static enum err children_read(struct parse *p, int depth, struct node *out)
{
    yaml_event_type_t end = out->kind == NODE_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    int base = p->n;

    for (;;) {
        struct str key = STR("");
        struct node child = { 0 };
        TRY(next_event(p));
        if (p->e.type == end)
            break;
        if (out->kind == NODE_MAP) {
            TRY(key_read(p, base, &key));
            TRY(next_event(p));
        }
        TRY(node_read(p, depth + 1, &child));
        TRY(push(p, key, child));
    }
    take_children(p, base, out);
    return ERR_OK;
}

/* The node that starts at the current event. */
static enum err node_read(struct parse *p, int depth, struct node *out)
{
    *out = (struct node){ .line = (int)line_of(p), .file = p->file };
    if (depth > YAML_DEPTH_MAX)
        return fault(p, line_of(p), "lists and maps are nested too deeply", STR(""));
    switch (p->e.type) {
    case YAML_SCALAR_EVENT:
        out->kind = NODE_SCALAR;
        TRY(plain_only(p, p->e.data.scalar.anchor, p->e.data.scalar.tag));
        out->text = scalar(p);
        return ERR_OK;
    case YAML_SEQUENCE_START_EVENT:
        out->kind = NODE_LIST;
        TRY(plain_only(p, p->e.data.sequence_start.anchor, p->e.data.sequence_start.tag));
        return children_read(p, depth, out);
    case YAML_MAPPING_START_EVENT:
        out->kind = NODE_MAP;
        TRY(plain_only(p, p->e.data.mapping_start.anchor, p->e.data.mapping_start.tag));
        return children_read(p, depth, out);
    case YAML_ALIAS_EVENT:
        return fault(p, line_of(p), "aliases are not used here", str_z((const char *)p->e.data.alias.anchor));
    default:
        return fault(p, line_of(p), "a value is missing", STR(""));
    }
}

static enum err document_read(struct parse *p, struct node *out)
{
    TRY(next_event(p));                                 /* stream start */
    TRY(next_event(p));
    if (p->e.type != YAML_DOCUMENT_START_EVENT)
        return fault(p, 1, "the file is empty", STR(""));
    if (p->e.data.document_start.tag_directives.start != p->e.data.document_start.tag_directives.end)
        return fault(p, line_of(p), "tags are not used here", STR(""));
    TRY(next_event(p));
    TRY(node_read(p, 1, out));
    TRY(next_event(p));                                 /* document end */
    TRY(next_event(p));
    return p->e.type == YAML_STREAM_END_EVENT ? ERR_OK : fault(p, line_of(p), "a second document begins", STR(""));
}

static enum err text_read(struct parse *p, struct str text)
{
    static const char *const faults[] = { "", "this is not UTF-8", "a control character stands here", "a bidi override stands here" };
    struct str rest = text;

    if (text.n > YAML_BYTES_MAX)
        return fault(p, 1, "the file is too large", STR(""));
    for (size_t line = 1; rest.n > 0; line++) {
        enum text_fault f = text_check(str_cut(&rest, '\n'));
        if (f != TEXT_OK)
            return fault(p, line, faults[f], STR(""));
    }
    return ERR_OK;
}

enum err yaml_parse(struct arena *a, const char *file, struct str text, struct node *out, struct str *why)
{
    struct parse p = { .a = a, .file = file, .why = why, .room = 64 };

    TRY(text_read(&p, text));
    arena_open(&p.scratch, 2 * YAML_NODES_MAX * sizeof *p.stack);
    p.stack = NEWS(&p.scratch, struct entry, (size_t)p.room);
    if (!yaml_parser_initialize(&p.y)) {
        arena_close(&p.scratch);
        return fault(&p, 1, "no memory to read the file", STR(""));
    }
    yaml_parser_set_encoding(&p.y, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&p.y, (const unsigned char *)text.p, text.n);
    enum err e = document_read(&p, out);
    yaml_event_delete(&p.e);
    yaml_parser_delete(&p.y);
    arena_close(&p.scratch);
    return e;
}

const struct node *node_get(const struct node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP)
        return NULL;
    for (int i = 0; i < map->n; i++)
        if (str_eq(map->keys[i], str_z(key)))
            return &map->items[i];
    return NULL;
}

struct str node_str(const struct node *map, const char *key)
{
    const struct node *found = node_get(map, key);

    return found != NULL && found->kind == NODE_SCALAR ? found->text : STR("");
}
