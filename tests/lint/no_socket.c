/* SPDX-License-Identifier: Apache-2.0 */
/*
 * no_socket COMMAND...: runs a command under a seccomp filter that kills on socket(). With --probe it
 * calls socket() itself, to show that the filter bites.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int forbid_sockets(void)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof rules / sizeof rules[0], rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

int main(int argc, char **argv)
{
    if (argc < 2 || !forbid_sockets()) {
        fprintf(stderr, "no_socket: cannot install the filter: %s\n", strerror(errno));
        return 77;
    }
    if (strcmp(argv[1], "--probe") == 0) {
        return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 0;
    }
    execvp(argv[1], argv + 1);
    fprintf(stderr, "no_socket: cannot run %s: %s\n", argv[1], strerror(errno));
    return 127;
}
