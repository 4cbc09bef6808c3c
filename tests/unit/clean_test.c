/* The cage from inside: what runs there tries what it must not. And what the child, tesseract and clamd say, read by who does not believe it.
 * The cleaner's child is this test, executed again as `clean-child`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clean/cage.h"
#include "clean/clamd.h"
#include "clean/clean.h"
#include "clean/hvcc.h"
#include "clean/said.h"

#define ROOM ((uint64_t)4 << 20)

static char secret[64];         /* a file of the user's own, outside */
static int port;                /* where this test listens: a way out that would work */

/* ---- inside: the first of these that succeeds is the exit status */
static int tries_network(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int s = socket(AF_INET, SOCK_STREAM, 0);

    if (s >= 0 && connect(s, (void *)&at, sizeof at) == 0)
        return 1;
    if (s >= 0 || socket(AF_INET6, SOCK_DGRAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || socket(AF_NETLINK, SOCK_RAW, 0) >= 0)
        return 2;
    return syscall(SYS_io_uring_setup, 4, (char[256]){ 0 }) >= 0 ? 3 : 0;
}

static int tries_files(void)
{
    if (open(secret, O_RDONLY) >= 0 || open("/etc/passwd", O_RDONLY) >= 0 || open("/proc/self/environ", O_RDONLY) >= 0)
        return 10;
    if (open("/tmp/xiezhi-clean-out", O_WRONLY | O_CREAT, 0600) >= 0 || open("/dev/shm/out", O_WRONLY | O_CREAT, 0600) >= 0)
        return 11;
    if (opendir("/root") != NULL || opendir("/dev/shm") != NULL || opendir("/home") != NULL || symlink(secret, "link") != 0)
        return 12;
    if (open("link", O_RDONLY) >= 0 || rename("link", "/tmp/xiezhi-clean-out") == 0)
        return 13;
    return open("in", O_WRONLY | O_CREAT, 0600) < 0 ? 14 : 0;
}

static int tries_powers(void)
{
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 || kill(getppid() > 1 ? getppid() : 1, 0) == 0)
        return 20;
    if (syscall(SYS_unshare, 0x10000000) == 0 || chroot(".") == 0 || syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL) == 0)
        return 21;
    return setsid() >= 0 ? 22 : 0;
}

static int tries_room(void)
{
    static char block[1 << 16];
    int fd = open("fill", O_WRONLY | O_CREAT, 0600);
    uint64_t n = 0;

    signal(SIGXFSZ, SIG_IGN);
    while (fd >= 0 && write(fd, block, sizeof block) == (ssize_t)sizeof block)
        n += sizeof block;
    if (n > ROOM)
        return 30;
#ifdef __SANITIZE_ADDRESS__
    return 0;
#endif
    return mmap(NULL, (size_t)4 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED ? 31 : 0;
}

/* A program that is started is in the cage as well, and gets nothing back by being started. */
static int tries_programs(void)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        execl("/usr/bin/python3", "python3", "-I", "-c", "import socket, sys\n"
            "def fails(f):\n"
            "    try:\n"
            "        f()\n"
            "    except OSError:\n"
            "        return True\n"
            "ok = fails(lambda: socket.socket()) and fails(lambda: open('/etc/shadow')) and fails(lambda: open('/etc/hostname'))\n"
            "open('made', 'w').write('x')\n"
            "sys.exit(0 if ok else 1)\n", NULL);
        _exit(40);
    }
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) == 0 ? 0 : 41 : 42;
}

static int tries_all(void *arg)
{
    static int (*const tries[])(void) = { tries_network, tries_files, tries_powers, tries_programs, tries_room };
    int rc = 0;

    (void)arg;
    for (size_t i = 0; rc == 0 && i < sizeof tries / sizeof tries[0]; i++)
        rc = tries[i]();
    return rc;
}

/* A system may refuse spaces of one's own (a chroot does): the cage then does without. */
static bool spaces_given(void)
{
    int status = 1;
    pid_t pid = fork();

    if (pid == 0)
        _exit(syscall(SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS) == 0 ? 0 : 1);
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static int in_cage(bool bare)
{
    char dir[] = "/dev/shm/xiezhi-clean.XXXXXX";
    int status = 0;

    assert_non_null(mkdtemp(dir));
    pid_t pid = fork();
    if (pid == 0) {
        const struct cage g = { dir, ROOM, bare };
        setpgid(0, 0);
        _exit(cage_run(&g, tries_all, NULL));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    int left = rmdir(dir);
    if (left != 0) {                    /* without a space of its own the files stay until clean_file, or the next start, clears them */
        clean_sweep();
        assert_int_not_equal(access(dir, F_OK), 0);
    }
    if (!bare && spaces_given())
        assert_int_equal(left, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void nothing_leaves_the_cage(void **state)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    int s = socket(AF_INET, SOCK_STREAM, 0), fd;

    (void)state;
    assert_int_equal(bind(s, (void *)&at, sizeof at), 0);
    assert_int_equal(listen(s, 4), 0);
    assert_int_equal(getsockname(s, (void *)&at, &n), 0);
    port = ntohs(at.sin_port);
    snprintf(secret, sizeof secret, "/tmp/xiezhi-clean-secret.XXXXXX");
    assert_true((fd = mkstemp(secret)) >= 0);
    int bare = in_cage(true), whole = in_cage(false);
    close(fd);
    unlink(secret);
    close(s);
    assert_int_equal(bare, 0);
    assert_int_equal(whole, 0);
}

/* ---- clean_file: both cages, limits, and a child that is no help */
static int memory_file(const void *p, size_t n)
{
    int fd = memfd_create("test", MFD_CLOEXEC);

    assert_true(fd >= 0 && write(fd, p, n) == (ssize_t)n);
    return fd;
}

static bool stop_at_once(void *arg, int progress)
{
    (void)progress;
    ++*(int *)arg;
    return false;
}

static void what_goes_wrong_is_a_result(void **state)
{
    static const char text[] = "nothing that anybody cleans";
    struct arena a;
    struct clean_result r;
    int fd = memory_file(text, sizeof text), calls = 0;

    (void)state;
    arena_open(&a, (size_t)16 << 20);
    for (int bare = 0; bare < 2; bare++) {
        const struct clean_how how = { .bare = bare == 1 };
        assert_int_equal(clean_file(&a, fd, &how, &r), ERR_OK);
        assert_int_equal(r.outcome, CLEAN_SEALED);
        assert_int_equal(r.why, CLEAN_UNKNOWN);
        assert_int_equal(r.scan, SCAN_ABSENT);
        assert_int_equal(r.copy_fd, -1);
        assert_int_equal(r.bytes, sizeof text);
    }
    const struct clean_how stopped = { .tick = stop_at_once, .arg = &calls };
    assert_int_equal(clean_file(&a, fd, &stopped, &r), ERR_OK);
    assert_int_equal(r.why, CLEAN_STOPPED);
    assert_int_equal(calls, 1);
    assert_int_equal(clean_file(&a, 9999, &stopped, &r), ERR_BUG);
    assert_int_equal(r.copy_fd, -1);
    close(fd);
    arena_close(&a);
}

/* ---- what is said to us */
static struct str z(const char *s) { return str_z(s); }

static void the_child_is_not_believed(void **state)
{
    static const char *const bad[] = { "", "clean 1", "clean 1 \n", "clean 1 1 0 1\n", "clean 1 9 0 1 1 \n", "clean 1 1 0 1 99 \n", "clean 2 1 0 1 1 \n",
        "clean 1 -1 0 1 1 \n", "clean 1 1 0 1 0 \n", "clean 1 0 0 1 1 \n", "clean 1 1 3 1 1 \n", "clean 1 0 2 1 0 ../../x\n", "p 5\nclean 1 1 0 1 1 \n" };
    struct clean_result r = { 0 };
    struct arena a;

    (void)state;
    arena_open(&a, (size_t)16 << 20);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(said_read(&a, z(bad[i]), &r));
    assert_true(said_read(&a, z("clean 1 0 2 10 0 ffmpeg\n"), &r));
    assert_true(r.outcome == CLEAN_SEALED && r.why == CLEAN_NO_PROGRAM && r.kind == KIND_MP4 && str_eq(r.program, STR("ffmpeg")));
    assert_true(said_read(&a, z("clean 1 1 0 1 1 \n a\x01" "b\xff\xe2\x80\xae" "c\n"), &r));
    assert_true(r.outcome == CLEAN_CLEANED && str_eq(r.text, STR("ab\xEF\xBF\xBD" "c")));
    struct str in = STR("p 120\np 1001\n");
    assert_int_equal(said_take(&in), 120);
    assert_int_equal(said_take(&in), -1);
    in = STR("p 12");
    assert_int_equal(said_take(&in), -1);
    arena_close(&a);
}

static void words_are_read_by_line(void **state)
{
    struct arena a;

    (void)state;
    arena_open(&a, (size_t)4 << 20);
    struct buf b = buf_new(&a, 1000);
    ocr_add(&b, STR("level\tpage\n5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96.3\t冒\n5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t91\t领\n5\t1\t1\t1\t1\t3\t0\t0\t9\t9\t7.2\t叶\n"
                    "5\t1\t1\t1\t1\t4\t0\t0\t9\t9\t88\ttwo\n5\t1\t1\t1\t1\t5\t0\t0\t9\t9\t88\twords\n4\t1\t1\t1\t2\t0\t0\t0\t9\t9\t-1\t\n5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t70\t三次\n"));
    assert_true(str_eq(buf_str(&b), STR("冒领 two words\n三次")));
    arena_close(&a);
}

static void clamd_says_one_of_three(void **state)
{
    struct arena a;
    struct str v;

    (void)state;
    arena_open(&a, (size_t)1 << 20);
    assert_int_equal(clamd_reply(&a, ((struct str){ "stream: OK", 11 }), &v), SCAN_FINE);
    assert_int_equal(clamd_reply(&a, STR("stream: Eicar-Test FOUND\n"), &v), SCAN_FOUND);
    assert_true(str_eq(v, STR("Eicar-Test")));
    assert_int_equal(clamd_reply(&a, STR("INSTREAM size limit exceeded. ERROR"), &v), SCAN_FAILED);
    assert_int_equal(clamd_reply(&a, STR("stream:  FOUND"), &v), SCAN_FAILED);
    assert_int_equal(clamd_reply(&a, STR("stream: OK FOUND OK"), &v), SCAN_FAILED);
    assert_int_equal(clamd_reply(&a, STR(""), &v), SCAN_FAILED);
    arena_close(&a);
}

static void kinds_by_bytes_alone(void **state)
{
    static const struct { const char *bytes; size_t n; enum clean_kind kind; } rows[] = { { "\xFF\xD8\xFF\xE0", 4, KIND_JPG }, { "%PDF-1.4", 8, KIND_PDF },
        { "\n\n%PDF-1.4", 10, KIND_PDF }, { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, KIND_OLE }, { "ID3\3\0", 5, KIND_MP3 }, { "\xFF\xFB\x90\x64", 4, KIND_MP3 },
        { "\xFF\xFF\xFF\xFF", 4, KIND_NONE }, { "\0\0\0\x18" "ftypisom\0\0\0\0", 16, KIND_MP4 }, { "\0\0\0\x18" "ftypheic\0\0\0\0", 16, KIND_NONE },
        { "PK\3\4 nothing more", 17, KIND_NONE }, { "II*\0\4\0\0\0", 8, KIND_TIF }, { "", 0, KIND_NONE }, { "\xFF", 1, KIND_NONE } };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(sniff((struct str){ rows[i].bytes, rows[i].n }).kind, rows[i].kind);
    assert_true(sniff((struct str){ "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\1\x86\xA0\0\1\x86\xA0", 24 }).too_large);
    assert_true(sniff((struct str){ "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 24 }).too_large);       /* their product fits no int64_t */
    /* a chain of pages that bites its own tail: the list at 8 says that the next one is at 8 */
    assert_true(sniff((struct str){ "II*\0\10\0\0\0\0\0\10\0\0\0", 14 }).too_large);
}

static void an_encoders_note_is_blanked(void **state)
{
    unsigned char head[] = "\0\0\0\0hvcC0123456789012345678901\2\x20\0\1\0\4VPSx\x27\0\1\0\6\x4E\1NOTEmore";

    (void)state;
    head[3] = sizeof head - 1 - 4;
    assert_int_equal(hvcc_blank(head, sizeof head - 1), 1);
    assert_null(memmem(head, sizeof head, "NOTE", 4));
    assert_non_null(memmem(head, sizeof head, "VPSx", 4));
    assert_non_null(memmem(head, sizeof head, "more", 4));
    head[sizeof head - 1 - 4 - 8] = 0xFF;       /* a unit that is longer than its record */
    assert_int_equal(hvcc_blank(head, sizeof head - 1), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_leaves_the_cage), cmocka_unit_test(what_goes_wrong_is_a_result),
        cmocka_unit_test(the_child_is_not_believed), cmocka_unit_test(words_are_read_by_line), cmocka_unit_test(clamd_says_one_of_three),
        cmocka_unit_test(kinds_by_bytes_alone), cmocka_unit_test(an_encoders_note_is_blanked) };

    if (sodium_init() < 0)
        return 1;
    if (argc > 2 && strcmp(argv[1], "clean-child") == 0)
        return clean_child_main(argc - 2, argv + 2);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
