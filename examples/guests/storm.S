! A trap storm: with traps disabled, so that it is never told of an error, it loads from where nothing is. The
! hypervisor leaves it at that instruction, which fails again, for ever.
!
! Results: how often it began, since its memory was last loaded.
        .text
        .global main
main:   set results, %o0
        ld [%o0], %o1
        inc %o1
        st %o1, [%o0]
        mov 2, %o5                    ! disable_traps
        ta 2
        ld [%g0], %g1
        st %g0, [%o0]                 ! never
1:      ba 1b
         nop
