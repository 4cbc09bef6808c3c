/* Packs and sealed files: what comes back is what went in, a length tells nothing, and nothing torn or altered is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "seal/pack.h"
#include "seal/seal_stream.h"
#include "seal/sealed_file.h"

static struct arena a;
static int open_arena(void **state) { (void)state; arena_open(&a, (size_t)256 << 20); return sodium_init() < 0; }
static int close_arena(void **state) { (void)state; arena_close(&a); return 0; }

static void packs(void **state)
{
    unsigned char pk[32], sk[32], pk2[32], sk2[32];
    struct str sealed[2];
    struct unpack u;

    (void)state;
    crypto_box_keypair(pk, sk);
    crypto_box_keypair(pk2, sk2);
    for (int i = 0; i < 2; i++) {
        struct pack p = pack_new(&a, 1, 65536);
        pack_int(&p, -7);
        pack_str(&p, i == 0 ? STR("短") : STR("一段长得多的文字，但是封起来一样长"));
        unsigned char *plain = p.p;
        assert_int_equal(pack_seal(&p, pk, 512, &sealed[i]), ERR_OK);
        for (size_t k = 0; k < 64; k++)
            assert_int_equal(plain[k], 0);          /* nothing of the plain form stays */
    }
    assert_int_equal(sealed[0].n, sealed[1].n);
    assert_true(unpack_open(&a, sealed[1], pk, sk, 1, 512, &u));
    assert_int_equal(unpack_int(&u), -7);
    assert_true(str_eq(unpack_str(&u), STR("一段长得多的文字，但是封起来一样长")));
    assert_false(u.bad);
    assert_int_equal(unpack_int(&u), 0);
    assert_true(u.bad);
    unpack_wipe(&u);
    assert_false(unpack_open(&a, sealed[1], pk2, sk2, 1, 512, &u));
    assert_false(unpack_open(&a, sealed[1], pk, sk, 2, 512, &u));
    for (size_t k = 0; k < sealed[0].n; k += 37) {
        char *bytes = (char *)(uintptr_t)str_copy(&a, sealed[0]).p;
        bytes[k] ^= 1;
        assert_false(unpack_open(&a, (struct str){ bytes, sealed[0].n }, pk, sk, 1, 512, &u));
    }
    struct pack p = pack_new(&a, 1, 16);
    pack_str(&p, STR("0123456789abcdef"));
    assert_int_equal(pack_seal(&p, pk, 512, &sealed[0]), ERR_TOO_LARGE);
}

static enum err gather(void *arg, const void *p, size_t n)
{
    buf_add(arg, (struct str){ p, n });
    return ERR_OK;
}

static enum err open_again(const char *path, const struct sealed_file *f, int64_t bytes, struct str *out)
{
    struct buf b = buf_new(&a, 1 << 20);
    int fd = open(path, O_RDONLY);

    assert_true(fd >= 0);
    enum err e = sealed_file_open(fd, f->key, bytes, gather, &b);
    close(fd);
    *out = buf_str(&b);
    return e;
}

static void files(void **state)
{
    static const size_t sizes[] = { 0, 1, SEALED_BLOCK - 1, SEALED_BLOCK, SEALED_BLOCK + 1, 200000 };
    static struct sealed_file f;
    char dir[] = "/tmp/xiezhi-seal.XXXXXX", path[256];
    struct stat st;
    struct str back;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/tmp", dir);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/files", dir);
    mkdir(path, 0700);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *bytes = NEWS(&a, char, sizes[i] + 1);
        for (size_t k = 0; k < sizes[i]; k++)
            bytes[k] = (char)(k * 31 + k / 251);
        assert_int_equal(sealed_file_start(&f, dir), ERR_OK);
        for (size_t at = 0; at < sizes[i]; at += 9999)
            assert_int_equal(sealed_file_add(&f, bytes + at, sizes[i] - at < 9999 ? sizes[i] - at : 9999), ERR_OK);
        assert_int_equal(sealed_file_end(&f, dir), ERR_OK);
        assert_true(sealed_id_ok(str_z(f.id)));
        snprintf(path, sizeof path, "%s/files/%.2s/%s", dir, f.id, f.id);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal((st.st_size - 24) % (SEALED_BLOCK + 17), 0);
        assert_int_equal(open_again(path, &f, f.bytes, &back), ERR_OK);
        assert_int_equal(back.n, sizes[i]);
        assert_memory_equal(back.p, bytes, sizes[i]);
        assert_int_equal(open_again(path, &f, f.bytes + 2 * SEALED_BLOCK, &back), ERR_TAMPERED);
        assert_int_equal(truncate(path, st.st_size - 1), 0);
        assert_int_equal(open_again(path, &f, f.bytes, &back), ERR_TAMPERED);
        sealed_file_drop(&f, dir);
        assert_int_not_equal(stat(path, &st), 0);
        snprintf(path, sizeof path, "%s/files/%.2s", dir, f.id);
    }
    snprintf(path, sizeof path, "rm -rf %s", dir);
    assert_int_equal(system(path), 0);
}

/* ---- an open file closed into another */
static int temporary(void)
{
    char path[] = "/tmp/xiezhi-stream.XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    unlink(path);
    return fd;
}

static void streams(void **state)
{
    static const size_t sizes[] = { 0, 1, SEALED_BLOCK - 1, SEALED_BLOCK, SEALED_BLOCK + 1, 3 * SEALED_BLOCK + 77 };
    unsigned char key[SEAL_KEY_BYTES] = { 7 }, other[SEAL_KEY_BYTES] = { 8 };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int plain = temporary(), closed = temporary(), back = temporary(), torn = temporary();
        char *bytes = NEWS(&a, char, sizes[i] + 1), *got = NEWS(&a, char, sizes[i] + 1);
        struct stat st;
        memset(bytes, 'x', sizes[i]);
        assert_int_equal(pwrite(plain, bytes, sizes[i], 0), sizes[i]);
        assert_int_equal(seal_stream(plain, closed, key), ERR_OK);
        lseek(closed, 0, SEEK_SET);
        assert_int_equal(unseal_stream(closed, back, key), ERR_OK);
        assert_int_equal(fstat(back, &st), 0);
        assert_int_equal(st.st_size, sizes[i]);
        assert_int_equal(pread(back, got, sizes[i], 0), sizes[i]);
        assert_memory_equal(got, bytes, sizes[i]);
        lseek(closed, 0, SEEK_SET);
        assert_int_equal(unseal_stream(closed, torn, other), ERR_TAMPERED);
        assert_int_equal(fstat(closed, &st), 0);
        lseek(closed, 0, SEEK_END);
        assert_int_equal(write(closed, "x", 1), 1);                /* something behind its end */
        lseek(closed, 0, SEEK_SET);
        assert_int_equal(unseal_stream(closed, torn, key), ERR_TAMPERED);
        assert_int_equal(ftruncate(closed, st.st_size - 1), 0);
        lseek(closed, 0, SEEK_SET);
        assert_int_equal(unseal_stream(closed, torn, key), ERR_TAMPERED);
        if (sizes[i] > SEALED_BLOCK) {                              /* cut at a block */
            assert_int_equal(ftruncate(closed, 24 + SEALED_BLOCK + 17), 0);
            lseek(closed, 0, SEEK_SET);
            assert_int_equal(unseal_stream(closed, torn, key), ERR_TAMPERED);
        }
        close(plain), close(closed), close(back), close(torn);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(packs), cmocka_unit_test(streams), cmocka_unit_test(files) };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
