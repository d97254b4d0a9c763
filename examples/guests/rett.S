! Returns from a virtual trap that there was none of, to an address that is nowhere, with a table that is nowhere: what
! comes is an error whose handler is not there either.
        .text
        .global main
main:   save %sp, -96, %sp
        set 0xfffff000, %o0
        mov 7, %o5                    ! set_tbr
        ta 2
        set 0xdeadbeec, %l1
        set 0x12345678, %l2
        mov 10, %o5                   ! rett
        ta 2
        set results, %g1              ! never
        st %sp, [%g1]
1:      ba 1b
         nop
