! An endless loop that no interrupt of its own can end: level 15, traps disabled.
        .text
        .global main
main:   clr %o5                       ! disable_interrupts
        ta 2
        mov 2, %o5                    ! disable_traps
        ta 2
        set results, %g1
1:      ba 1b
         st %g1, [%g1]
