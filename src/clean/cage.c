#include "clean/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/securebits.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define INSIDE_ID 1000          /* nobody in particular; not root, so that no program started inside gains a capability */

/* ---- namespaces: an empty network, a process table of its own, and a memory directory that ends with the last process */
static bool write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? write(fd, text, strlen(text)) : -1;

    if (fd >= 0)
        close(fd);
    return n == (ssize_t)strlen(text);
}

static bool ids_map(uid_t uid, gid_t gid)
{
    char text[64];

    if (!write_file("/proc/self/setgroups", "deny"))
        return false;
    snprintf(text, sizeof text, "%d %u 1\n", INSIDE_ID, (unsigned)gid);
    if (!write_file("/proc/self/gid_map", text))
        return false;
    snprintf(text, sizeof text, "%d %u 1\n", INSIDE_ID, (unsigned)uid);
    return write_file("/proc/self/uid_map", text);
}

static bool room_mount(const struct cage *g)
{
    char options[64];

    snprintf(options, sizeof options, "size=%llu,mode=700,nr_inodes=4096", (unsigned long long)g->room_bytes);
    return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
        && mount("tmpfs", g->dir, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options) == 0;
}

enum spaces { SPACES_NONE, SPACES_OWN, SPACES_TORN };

/* Refused at the first step is a system that does not allow them; later, something that nobody should build on. */
static enum spaces namespaces(const struct cage *g)
{
    uid_t uid = geteuid();
    gid_t gid = getegid();

    if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
        return SPACES_NONE;
    return ids_map(uid, gid) && room_mount(g) ? SPACES_OWN : SPACES_TORN;
}

/* ---- files: the system's programs to read and run, the directory to write */
#define MAY_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define MAY_RUN  (MAY_READ | LANDLOCK_ACCESS_FS_EXECUTE)
#define MAY_ALL  ((UINT64_C(1) << 13) - 1)      /* every right of the first version of Landlock */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (UINT64_C(1) << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (UINT64_C(1) << 14)
#endif
#define OF_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_TRUNCATE)

static const struct { const char *path; uint64_t may; bool file; } opened[] = {
    { "/usr", MAY_RUN, false }, { "/bin", MAY_RUN, false }, { "/lib", MAY_RUN, false }, { "/lib64", MAY_RUN, false },
    { "/etc/ld.so.cache", MAY_READ, true }, { "/etc/fonts", MAY_READ, false }, { "/etc/alternatives", MAY_READ, false },
    { "/etc/mime.types", MAY_READ, true }, { "/etc/localtime", MAY_READ, true },
    { "/var/cache/fontconfig", MAY_READ, false },
    { "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE, true },
    { "/dev/zero", LANDLOCK_ACCESS_FS_READ_FILE, true }, { "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE, true },
    { "/dev/random", LANDLOCK_ACCESS_FS_READ_FILE, true },
};

/* What is not there opens nothing. */
static bool path_open(int rules, const char *path, uint64_t may)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    struct landlock_path_beneath_attr at = { .allowed_access = may, .parent_fd = fd };

    if (fd < 0)
        return errno == ENOENT;
    long rc = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &at, 0);
    close(fd);
    return rc == 0;
}

static bool files_close(const struct cage *g)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    uint64_t known = MAY_ALL | (version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0) | (version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
    struct landlock_ruleset_attr all = { .handled_access_fs = known };
    int rules = version >= 1 ? (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0) : -1;
    bool ok = rules >= 0 && path_open(rules, g->dir, known & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE);

    for (size_t i = 0; ok && i < sizeof opened / sizeof opened[0]; i++)
        ok = path_open(rules, opened[i].path, opened[i].may & known & (opened[i].file ? OF_FILES : ~UINT64_C(0)));
    ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (rules >= 0)
        close(rules);
    return ok;
}

/* ---- calls: the programs are many and large, so what is named is what none of them needs */
static bool calls_close(void)
{
    static const int refused[] = { SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
        SCMP_SYS(sendto), SCMP_SYS(sendmmsg), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register),
        SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(kcmp), SCMP_SYS(mount),
        SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(fsopen),
        SCMP_SYS(fsmount), SCMP_SYS(fsconfig), SCMP_SYS(fspick), SCMP_SYS(mount_setattr), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(bpf),
        SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(setsid),
        SCMP_SYS(setpgid), SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at), SCMP_SYS(personality), SCMP_SYS(memfd_secret),
        SCMP_SYS(shmget), SCMP_SYS(msgget), SCMP_SYS(semget), SCMP_SYS(mq_open), SCMP_SYS(init_module), SCMP_SYS(finit_module),
        SCMP_SYS(kexec_load), SCMP_SYS(swapon), SCMP_SYS(reboot), SCMP_SYS(syslog), SCMP_SYS(kill),
        SCMP_SYS(tkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(pidfd_send_signal) };
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    bool ok = f != NULL;

    for (size_t i = 0; ok && i < sizeof refused / sizeof refused[0]; i++)
        ok = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), refused[i], 0) == 0;
    /* clone3 hides its flags in memory; told that there is none, the C library takes clone. New namespaces are asked for by either. */
    ok = ok && seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0
        && seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)) == 0
        && seccomp_load(f) == 0;
    if (f != NULL)
        seccomp_release(f);
    return ok;
}

static bool limits_set(const struct cage *g, bool spaces)
{
    const struct rlimit memory = { CAGE_MEMORY_BYTES, CAGE_MEMORY_BYTES }, cpu = { CAGE_CPU_S, CAGE_CPU_S + 5 }, none = { 0, 0 },
        room = { g->room_bytes, g->room_bytes }, files = { CAGE_FILES, CAGE_FILES }, processes = { CAGE_PROCESSES, CAGE_PROCESSES };

    if (spaces && setrlimit(RLIMIT_NPROC, &processes) != 0)     /* counted for the whole user where there is no space of its own */
        return false;
#ifdef __SANITIZE_ADDRESS__
    (void)memory;                       /* the sanitizer maps terabytes */
#else
    if (setrlimit(RLIMIT_AS, &memory) != 0)
        return false;
#endif
    return setrlimit(RLIMIT_CPU, &cpu) == 0 && setrlimit(RLIMIT_CORE, &none) == 0
        && setrlimit(RLIMIT_FSIZE, &room) == 0 && setrlimit(RLIMIT_NOFILE, &files) == 0 && setrlimit(RLIMIT_MEMLOCK, &none) == 0;
}

/* What the kernel lets root do is left too, and no program that is started gets it back. */
static bool powers_drop(void)
{
    struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

    (void)prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED, 0, 0, 0);      /* refused to who is not root, and needless there */
    return syscall(SYS_capset, &head, none) == 0;
}

static bool enter(const struct cage *g, bool spaces)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && chdir(g->dir) == 0 && limits_set(g, spaces) && powers_drop()
        && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && files_close(g) && calls_close();
}

int cage_run(const struct cage *g, int (*work)(void *arg), void *arg)
{
    enum spaces spaces = g->bare ? SPACES_NONE : namespaces(g);
    int status = 0;

    if (spaces == SPACES_TORN)
        return CAGE_REFUSED;
    pid_t pid = fork();
    if (pid == 0)
        _exit(enter(g, spaces == SPACES_OWN) ? work(arg) : CAGE_REFUSED);
    if (pid < 0)
        return CAGE_REFUSED;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
