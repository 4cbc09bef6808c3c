# Who may include whom. usage: awk -f tools/layers.awk tools/layers FILE…   (tools/layers: a layer, then what it may include)
#
# Inside src/area the end of a file's name tells its layer: x_web.c x_cli.c x_store.c; the rest are rules. A slice may include its own
# files and the public faces (x.h) of others; only app/ sees every slice. `gate` stands in a lower row only for its plain structs.
FNR == 1 {
    layer = FILENAME; sub(/^src\//, "", layer); own = ""
    if (layer ~ /^area\//) {
        own = layer; sub(/\/[^\/]*$/, "/", own)
        layer = layer ~ /^area\/vault\// ? "area/vault" : layer ~ /_store\.[ch]$/ ? "area/store" : layer ~ /(_web|_page|_slice|pages)\.[ch]$/ || layer ~ /^area\/register\// ? "area/web" : \
                layer ~ /_cli\.c$/ ? "area/cli" : "area/rule"
    } else
        sub(/\/[^\/]*\.[ch]$/, "", layer)
}
FILENAME == ARGV[1] { if (NF) { key = $1; $1 = ""; may[key] = $0 " " } next }
!(layer in may) { print FILENAME ": its folder has no row in tools/layers"; bad = 1; nextfile }
/^#include "/ {
    split($2, q, "\""); want = q[2]; top = want; sub(/\/[^\/]*$/, "", top)
    if (may[layer] ~ / \* / || top == layer || index(may[layer], " " top " ") || index(may[layer], " " want " ")) next
    if (own != "" && index(want, own) == 1) next
    if (own != "" && want ~ /^area\/[a-z]+\/[a-z]+\.h$/) next
    print FILENAME ":" FNR ": " layer " may not include " want; bad = 1
}
END { exit bad }
