! Two virtual cores of one partition: the first boots the second, then both count in the same memory, under a lock that
! ldstub takes. Where the second begins it has the same stack pointer as the first, so it chooses another.
!
! Results: the count, of the first core, of the second, what BOOT_CORE answered.
#define TIMES 100
        .text
        .global main
main:   mov 1, %o0
        set second, %o1
        mov 7, %o5                    ! BOOT_CORE
        ta 0
        set results, %l0
        st %o0, [%l0 + 12]
        call count
         add %l0, 4, %o0
1:      ld [%l0 + 8], %g1             ! until the other has done its part too
        cmp %g1, TIMES
        bne 1b
         nop
        set text, %o0
        call print
         nop
2:      ba 2b
         nop

second: set results + 0x1000, %sp
        sub %sp, 96, %sp
        set results, %l0
        call count
         add %l0, 8, %o0
2:      ba 2b
         nop

! void count(unsigned *own): TIMES up, in one's own word and in the word of both.
count:  save %sp, -96, %sp
        set results, %l0
        set lock, %l1
        clr %l2
1:      ldstub [%l1], %g1
        cmp %g1, 0
        bne 1b
         nop
        ld [%l0], %l3
        inc %l3
        st %l3, [%l0]
        stb %g0, [%l1]
        inc %l2
        cmp %l2, TIMES
        bne 1b
         st %l2, [%i0]
        ret
         restore

        .section .rodata
text:   .asciz "cores: both counted\n"
        .data
lock:   .word 0
