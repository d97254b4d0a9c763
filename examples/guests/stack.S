! A stack pointer that points nowhere, and more calls than there are register windows.
        .text
        .global main
main:   mov 3, %o5                    ! enable_traps
        ta 2
        set STACK, %sp
        .rept 9
        save %g0, %sp, %sp
        .endr
        set results, %g1              ! never
        st %sp, [%g1]
1:      ba 1b
         nop
