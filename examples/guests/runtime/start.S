! What every guest begins with: its trap table, its first instructions, the way into its handlers and back.

#define FRAME 96                      /* what a function's frame has at least: the window, and room for arguments */
#define SAVED 40                      /* what a handler keeps besides: %g1, %y, %g2 to %g7 */
#define CALL  ta 0
#define PROCESSOR ta 2
#define ENTER(type) ba handle; mov type, %l3; nop; nop

        .section .table, "ax"
        .global _start
! The hypervisor enters the table at 16 times the type of a virtual trap: interrupts are 0x11 to 0x1f, an error is 0x84.
table:
_start: sub %sp, FRAME, %sp           ! %sp was the end of the partition's own memory
        set table, %o0
        mov 7, %o5                    ! set_tbr
        PROCESSOR
        call main
         nop
1:      ba 1b                         ! who has done all computes for ever
         nop

        .org 0x110
        .set type, 0x11
        .rept 15
        ENTER(type)
        .set type, type + 1
        .endr

! A virtual trap. The window is a new one; %l0 is the virtual psr as it was, %l1 and %l2 are pc and npc.
handle: sub %fp, FRAME + SAVED, %sp
        st %g1, [%sp + FRAME]
        rd %y, %l4
        st %l4, [%sp + FRAME + 4]
        std %g2, [%sp + FRAME + 8]
        std %g4, [%sp + FRAME + 16]
        std %g6, [%sp + FRAME + 24]
        cmp %l3, 0x84
        be 1f
         nop
        call interrupted
         sub %l3, 0x10, %o0
        ba 2f
         nop
1:      call failed                   ! where to go on; 0: behind the instruction
         mov %l1, %o0
        cmp %o0, 0
        be,a 3f
         mov %l2, %o0
3:      mov %o0, %l1
        add %o0, 4, %l2
2:      ld [%sp + FRAME + 4], %l4
        wr %l4, %y
        ldd [%sp + FRAME + 24], %g6
        ldd [%sp + FRAME + 16], %g4
        ldd [%sp + FRAME + 8], %g2
        ld [%sp + FRAME], %g1
        mov 10, %o5                   ! rett
        PROCESSOR

! unsigned attempt(address, a, b): calls what lies there, which is one instruction or a few without a window of its own.
! 1 if that led to an error, 0 if it came back.
        .global attempt
attempt:
        save %sp, -FRAME, %sp
        set 1f, %l0
        set resume, %l1
        st %l0, [%l1]
        mov %i1, %o0
        jmpl %i0, %o7
         mov %i2, %o1
        set resume, %l1
        st %g0, [%l1]
        ret
         restore %g0, 0, %o0
1:      set resume, %l1
        st %g0, [%l1]
        ret
         restore %g0, 1, %o0

! A place for one instruction, and the way back from it.
        .global slot
slot:   nop
        retl
         nop

        .org 0x840
        ENTER(0x84)
