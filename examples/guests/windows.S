! Register windows that cannot be written or read when the hypervisor is asked to: a return whose window would come from
! nowhere, and a flush of one whose stack pointer points nowhere. Each is an error, and nothing else happens.
!
! Results: how far it came.
        .text
        .global main
main:   mov 3, %o5                    ! enable_traps
        ta 2
        set results, %l0
        clr %fp                       ! the window above is not in the registers, and not in memory
        mov 10, %o5                   ! rett
        ta 2
        nop                           ! a handler goes on behind the instruction that it finds
        mov 1, %l1
        st %l1, [%l0]
        mov %sp, %g1
        set 0x60000000, %sp
        save %g0, %g1, %sp
        ta 3                          ! flush_windows
        nop
        set results, %l0
        mov 2, %l1
        st %l1, [%l0]
1:      ba 1b
         nop
