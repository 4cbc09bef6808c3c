/* Initials and pinyin order of names and of other words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/pinyin.h"
#include "base/pinyin_table.h"
#include "base/utf8.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_open(&arena, ARENA_REQUEST_BYTES);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void same(const char *what, struct str got, const char *want)
{
    if (!str_eq(got, str_z(want)))
        fail_msg("%s: got [%.*s], want [%s]", what, PF(got), want);
}

static void initials_and_keys_of_names(void **state)
{
    static const struct { const char *name, *initials, *key; } rows[] = {
        { "", "", "" },
        { "王建国", "wjg", "wang2王 jian4建 guo2国" },
        { " 王　建国 ", "wjg", "wang2王 jian4建 guo2国" },
        { "单雄信", "sxx", "shan4单 xiong2雄 xin4信" },
        { "曾国藩", "zgf", "zeng1曾 guo2国 fan1藩" },
        { "解缙", "xj", "xie4解 jin4缙" },
        { "仇英", "qy", "qiu2仇 ying1英" },
        { "区伟", "ow", "ou1区 wei3伟" },
        { "查良镛", "zly", "zha1查 liang2良 yong1镛" },
        { "朴正", "pz", "piao2朴 zheng4正" },
        { "任长霞", "rcx", "ren2任 chang2长 xia2霞" },
        { "李任", "lr", "li3李 ren4任" },   /* a surname's reading is for the front only */
        { "尉迟恭", "ycg", "yu4尉 chi2迟 gong1恭" },
        { "尉文", "ww", "wei4尉 wen2文" },
        { "万俟卨", "mqx", "mo4万 qi2俟 xie4卨" },
        { "万里", "wl", "wan4万 li3里" },
        { "长孙无忌", "zswj", "zhang3长 sun1孙 wu2无 ji4忌" },
        { "单于明", "cym", "chan2单 yu2于 ming2明" },
        { "欧阳修", "oyx", "ou1欧 yang2阳 xiu1修" },
        { "吕绿", "ll", "lu:3吕 lu:4绿" },
        { "劉備", "lb", "liu2劉 bei4備" },
        { "买买提·吐尔逊", "mmttex", "mai3买 mai3买 ti2提 tu3吐 er3尔 xun4逊" },
        { "Ｌi Wei", "liwei", "liwei" },
        { "𠮷田", "jt", "ji2𠮷 tian2田" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        same(rows[i].name, pinyin_name_initials(&arena, str_z(rows[i].name)), rows[i].initials);
        same(rows[i].name, pinyin_name_sort(&arena, str_z(rows[i].name)), rows[i].key);
    }
}

static void initials_of_units_and_topics(void **state)
{
    static const struct { const char *in, *want; } rows[] = {
        { "3号楼Ａ座", "3hlaz" },          { "区纪委监委", "qjwjw" },
        { "第三纪检监察室", "dsjjjcs" },   { "单位", "dw" },
        { "重庆市银行局长", "cqsyhjz" },   { "重点工程", "zdgc" },
        { "中国农业银行支行行长", "zgnyyhzhhz" },
        { "会计", "kj" },                  { "会议", "hy" },
        { "调查研究", "dcyj" },            { "人民调解", "rmtj" },
        { "厦门大厦", "xmds" },            { "成都", "cd" },
        { "新城区长江路街道", "xcqcjljd" },         /* 长江, not 区长 */
        { "区长办公室", "qzbgs" },         { "秘书长", "msz" },
        { "退还", "th" },                  { "（二〇二〇）", "elel" },
        { "😀", "😀" },                   { "\xFF", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(rows[i].in, pinyin_initials(&arena, str_z(rows[i].in)), rows[i].want);
    same("mixed", pinyin_sort(&arena, STR("Abc 12村a")), "abc12 cun1村 a");
    same("unknown", pinyin_sort(&arena, STR("王😀")), "wang2王 ~😀");
}

/* The list is in the order that readers expect. */
static void keys_sort_as_a_dictionary(void **state)
{
    static const char *const names[] = {
        "123", "安", "安宁", "Li", "李", "李明", "李鹏", "力宏", "连战", "鲁肃", "路遥", "吕布", "栾树", "罗成",
        "汪洋", "王", "王安", "王建国", "王建民", "王小二", "王玉", "曾国藩", "张三", "张四", "章三",
        "章四", "😀",
    };
    size_t n = sizeof names / sizeof *names;

    (void)state;
    for (size_t i = 0; i + 1 < n; i++)
        if (str_cmp(pinyin_name_sort(&arena, str_z(names[i])),
                    pinyin_name_sort(&arena, str_z(names[i + 1]))) >= 0)
            fail_msg("%s does not come before %s", names[i], names[i + 1]);
}

static void every_character_fits_its_key(void **state)
{
    char text[3 * 64];
    size_t n = 0, han = 0;

    (void)state;
    for (uint32_t cp = 0x4E00; cp <= 0x9FA5; cp++) {    /* all of GBK's ideographs have a reading */
        if (pinyin_readings[pinyin_pages[cp / PINYIN_PAGE]][cp % PINYIN_PAGE] != 0)
            han++;
        n += utf8_put(text + n, cp);
        if (n + 3 > sizeof text) {
            assert_true(pinyin_sort(&arena, (struct str){ text, n }).n > 2 * n);
            arena_reset(&arena);
            n = 0;
        }
    }
    assert_true(han > 20860);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(initials_and_keys_of_names),
        cmocka_unit_test(initials_of_units_and_topics),
        cmocka_unit_test(keys_sort_as_a_dictionary),
        cmocka_unit_test(every_character_fits_its_key),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
