# Xiezhi. `make help` lists what can be made.
.DEFAULT_GOAL := all
B := build
MODS := sqlite3 libpq libmicrohttpd yaml-0.1 jansson libxml-2.0 libzip libcmark-gfm cairo pangocairo pangoft2 fontconfig libsodium libcrypto liboath libqrencode libseccomp
CFLAGS_WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wimplicit-fallthrough -Wformat=2 -Wstrict-prototypes -Werror
PKG_CFLAGS := $(shell pkg-config --cflags $(MODS))
PKG_LIBS := $(shell pkg-config --libs $(MODS))
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE -O2 -g $(CFLAGS_WARN) -fstack-protector-strong -fPIE -Isrc -I$(B) $(PKG_CFLAGS) $(CFLAGS)
LIBS = $(PKG_LIBS) -lcmark-gfm-extensions -lxlsxwriter -lpthread -lm
LDFLAGS_ALL := -pie -Wl,-z,relro,-z,now

SRC := $(shell find src -name '*.c')
SQL := $(shell find src -name '*.sql')
HTML := $(shell find src -name '*.html')
EMBED := $(shell find def sql -type f) assets/fonts.conf
NPM_FILES := bootstrap/dist/css/bootstrap-reboot.min.css htmx.org/dist/htmx.min.js
SERVED := $(addprefix $(B)/assets/,$(notdir $(NPM_FILES)) $(notdir $(wildcard assets/*.css assets/*.js assets/*.svg)))
PAGES := $(patsubst %.html,$(B)/gen/page_%.c,$(notdir $(HTML)))
GEN := $(B)/gen/sql.c $(B)/gen/text.c $(B)/gen/embed.c $(B)/gen/pinyin_table.c $(PAGES)
OBJ := $(SRC:%.c=$(B)/obj/%.o) $(GEN:$(B)/%.c=$(B)/obj/%.o)
TESTS := $(patsubst tests/unit/%.c,$(B)/test/%,$(wildcard tests/unit/*_test.c))
REPLAY := $(patsubst tests/fuzz/%.c,$(B)/replay/%,$(wildcard tests/fuzz/*_fuzz.c))

all: $(B)/xiezhi ## the program, at build/xiezhi

$(B)/xiezhi: $(OBJ)
	@$(CC) $(LDFLAGS_ALL) $(LINK_SAN) -o $@ $(OBJ) $(LIBS)

$(B)/obj/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
$(B)/obj/gen/%.o: $(B)/gen/%.c | $(GEN)
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) -Wno-overlength-strings -MMD -MP -c -o $@ $<
-include $(OBJ:.o=.d)

$(B)/tools/%: tools/%.c
	@mkdir -p $(@D) $(B)/gen
	$(CC) -std=c17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wno-format-truncation -o $@ $<
$(B)/tools/pinyin_gen: tools/pinyin_gen.c src/base/pinyin.def src/base/pinyin_table.h
	@mkdir -p $(@D) $(B)/gen
	$(CC) -std=c17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Isrc -o $@ $< $(shell pkg-config --cflags --libs icu-uc icu-i18n)

$(B)/gen/pinyin_table.c: $(B)/tools/pinyin_gen src/base/pinyin.def src/base/pinyin_table.h
	$(B)/tools/pinyin_gen $@
$(B)/gen/sql.c $(B)/gen/sql.h &: $(B)/tools/sqlc src/gate/scope.sql-macro $(SQL)
	$(B)/tools/sqlc $(B)/gen src/gate/scope.sql-macro $(SQL)
$(B)/gen/text.c $(B)/gen/text.h &: $(B)/tools/textc def/text/zh.yaml def/text/en.yaml
	$(B)/tools/textc $(B)/gen def/text/zh.yaml def/text/en.yaml
$(B)/gen/embed.c $(B)/gen/embed.h &: $(B)/tools/embed $(EMBED) $(SERVED)
	$(B)/tools/embed $(B)/gen $(foreach f,$(EMBED),$(f)=$(f)) $(foreach f,$(SERVED),$(f:$(B)/%=%)=$(f) $(f:$(B)/%=%).gz=$(f).gz)

# Page assets: two files of npm (exact versions, hashes in the lock) and our own; each also packed, for browsers that take gzip.
$(B)/npm/.done: assets/package.json assets/package-lock.json assets/.npmrc
	@mkdir -p $(B)/npm; cp $^ $(B)/npm/
	@echo "npm ci"; cd $(B)/npm && npm ci --ignore-scripts --prefer-offline --loglevel=error && touch .done
define npm_file
$(B)/assets/$(notdir $(1)): $(B)/npm/.done
	@mkdir -p $$(@D); cp $(B)/npm/node_modules/$(1) $$@; gzip -9nkf $$@
endef
$(foreach f,$(NPM_FILES),$(eval $(call npm_file,$(f))))
$(B)/assets/%: assets/%
	@mkdir -p $(@D); cp $< $@; gzip -9nkf $@
$(PAGES) &: $(B)/tools/tmplc $(HTML)
	$(B)/tools/tmplc $(B)/gen $(HTML)

# What tests link against: everything but the program's own main.
TESTLIB := $(filter-out $(B)/obj/src/app/main.o,$(OBJ))

$(B)/libxiezhi.a: $(TESTLIB) Makefile
	@rm -f $@; $(AR) rcs $@ $(TESTLIB)
$(B)/test/%: tests/unit/%.c $(wildcard tests/unit/*.h) $(B)/libxiezhi.a
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) $(LINK_SAN) -Itests/unit -o $@ $< $(B)/libxiezhi.a $(LIBS) -lcmocka
# A parser's fuzz target, replayed over its corpus by our own main, and as libFuzzer's.
$(B)/replay/%_fuzz: tests/fuzz/%_fuzz.c tests/fuzz/replay.c $(B)/libxiezhi.a
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS_ALL) -DCORPUS='"tests/fuzz/corpus/$*"' -o $@ $< tests/fuzz/replay.c $(B)/libxiezhi.a $(LIBS)
$(B)/fuzz/%_fuzz: tests/fuzz/%_fuzz.c $(B)/libxiezhi.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -fsanitize=fuzzer -o $@ $< $(B)/libxiezhi.a $(LIBS)

$(B)/bench/bench: $(wildcard bench/*.c) bench/bench.h $(B)/libxiezhi.a
	@mkdir -p $(@D)
	@echo "cc bench"; $(CC) $(CFLAGS_ALL) -Ibench -o $@ $(wildcard bench/*.c) $(B)/libxiezhi.a $(LIBS)

bench: $(B)/xiezhi $(B)/bench/bench ## every line of the bench table beside its yardstick: make bench N=20000 for a quick one
	@$(B)/bench/bench --rows $(or $(N),1000000)$(if $(ONLY), --only $(ONLY))

check: $(TESTS) ## unit tests on both databases, under a minute
	@bash tests/run.sh $(TESTS)

onion: deps-test ## the reporting site as an onion service, by the shipped torrc, in a tor network of this machine alone (two minutes)
	@$(MAKE) -s all && tests/onion/play

test: deps-test ## everything that proves it: tidy, unit, sanitizers, fuzz corpus, and each suite of tests/*/run
	@$(MAKE) -s -j2 all $(TESTS) && bash tests/all.sh

snap: all ## rewrite the golden files of tests/golden; then read the diff
	@tests/pg.sh tests/golden/run --snap; tests/summary/run --snap; tests/access/run --snap
sanitize: ## unit tests and the fuzz corpus under AddressSanitizer and UBSan
	@$(MAKE) -s B=build/asan CFLAGS="-O1 -g1 $(SAN)" LINK_SAN="$(SAN)" sanitized
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
sanitized: $(TESTS) $(REPLAY)
	@ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0 bash tests/run.sh $(TESTS) $(REPLAY)

tidy: ## what can be said of the whole tree by machine: lengths, layers, banned words, links
	@python3 tools/tidy

run: deps ## the demonstration district on loopback: address, users, three things to try
	@$(MAKE) -s all && bash tools/run.sh
run-anew: ## the same with a new district
	@rm -rf $(B)/demo && $(MAKE) run

deps: ## what building and running need (Debian packages)
	@bash tools/deps.sh run
deps-test: ## what the tests need besides
	@bash tools/deps.sh test

pictures: all ## the pictures of the documentation, taken of the demonstration
	@mkdir -p docs/pictures; tests/browser/install; node tests/browser/pictures.mjs

clean: ## everything made
	rm -rf $(B)

fuzz: ## fuzz one parser for T seconds: make fuzz F=xlsx T=600 (clang, libFuzzer); what it finds is kept in tests/fuzz/corpus/F
	@$(MAKE) -s B=build/fuzz CC=clang-14 CFLAGS="-O1 $(SAN) -fsanitize=fuzzer-no-link -Wno-error" build/fuzz/fuzz/$(F)_fuzz
	@mkdir -p build/fuzz/new/$(F) && build/fuzz/fuzz/$(F)_fuzz -max_total_time=$(or $(T),60) -timeout=10 -rss_limit_mb=2048 \
	    -artifact_prefix=build/fuzz/crash-$(F)- build/fuzz/new/$(F) tests/fuzz/corpus/$(F)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14
.PHONY: snap all bench check test onion sanitize sanitized tidy run run-anew fuzz deps deps-test clean pictures help
