/* jail.c - starts a program in what systemd makes of our units, as far as the kernel does it for anybody: the calls of the unit's filter and no
 * others (any other ends the process), sockets of the listed families alone, no code made while running, no network, no capability, no core,
 * memory that may be locked, another user.      jail CALLS UID GID NETWORK WX FAMILIES RIGHTS PROGRAM ARGUMENT…
 * CALLS: names, one a line. NETWORK 0: none. WX 0: no page is both written and run. FAMILIES: numbers with commas. RIGHTS: the capabilities
 * that are left, numbers with commas or nothing; they are in force where UID is 0, and GID is then one more group. As root only. */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void need(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "jail: %s: %s\n", what, strerror(errno));
        exit(99);
    }
}

/* A list that allows: what is not on it ends the process. Calls with conditions are added with them. */
static void allow(scmp_filter_ctx f, const char *path, int wx)
{
    FILE *in = fopen(path, "r");
    char name[64];

    need(in != NULL, path);
    while (fscanf(in, "%63s", name) == 1) {
        int nr = seccomp_syscall_resolve_name(name);
        if (nr == __NR_SCMP_ERROR || nr < 0 || strcmp(name, "socket") == 0)
            continue;
        if (!wx && (strcmp(name, "mprotect") == 0 || strcmp(name, "pkey_mprotect") == 0))
            need(seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0, name);
        else if (!wx && strcmp(name, "mmap") == 0) {
            need(seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0, name);
            need(seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_EXEC)) == 0, name);
        } else
            need(seccomp_rule_add(f, SCMP_ACT_ALLOW, nr, 0) == 0, name);
    }
    fclose(in);
}

static void families(scmp_filter_ctx f, char *list)
{
    for (char *at = strtok(list, ","); at != NULL; at = strtok(NULL, ","))
        need(seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)atoi(at))) == 0, "socket");
}

static void rights(const char *list)
{
    for (int i = 0; prctl(PR_CAPBSET_READ, i, 0, 0, 0) >= 0; i++) {
        char one[16];
        size_t n = (size_t)snprintf(one, sizeof one, "%d", i);
        const char *at = strstr(list, one);
        while (at != NULL && ((at > list && at[-1] != ',') || (at[n] != '\0' && at[n] != ',')))
            at = strstr(at + 1, one);
        if (at == NULL)
            need(prctl(PR_CAPBSET_DROP, i, 0, 0, 0) == 0, "rights");
    }
}

int main(int argc, char **argv)
{
    const struct rlimit none = { 0, 0 }, all = { RLIM_INFINITY, RLIM_INFINITY };

    need(argc > 8, "usage");
    uid_t uid = (uid_t)atoi(argv[2]);
    gid_t gid = (gid_t)atoi(argv[3]);
    need(setrlimit(RLIMIT_CORE, &none) == 0, "no core");
    if (setrlimit(RLIMIT_MEMLOCK, &all) != 0)
        fprintf(stderr, "jail: memory may not be locked here\n");
    if (argv[4][0] == '0')
        need(unshare(CLONE_NEWNET) == 0, "no network");
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    need(f != NULL, "filter");
    allow(f, argv[1], argv[5][0] == '1');
    families(f, argv[6]);
    rights(argv[7]);
    need(uid == 0 ? setgroups(1, &gid) == 0 : setgroups(0, NULL) == 0 && setgid(gid) == 0 && setuid(uid) == 0, "user");
    need(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
    need(seccomp_load(f) == 0, "filter");
    execv(argv[8], argv + 8);
    need(0, argv[8]);
}
