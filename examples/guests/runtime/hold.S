! Registers kept while time goes by: whoever else runs meanwhile must not be able to change them.

! unsigned hold(unsigned seed, volatile unsigned *ticks, unsigned now): fills the registers with numbers from the seed
! on, waits until *ticks is no longer now, and looks at them. 0 if none has changed.
        .text
        .global hold, hold_floats
#define HELD 24
#define EACH(do) \
        do(%l0, 0); do(%l1, 1); do(%l2, 2); do(%l3, 3); do(%l4, 4); do(%l5, 5); do(%l6, 6); do(%l7, 7); \
        do(%o0, 8); do(%o1, 9); do(%o2, 10); do(%o3, 11); do(%o4, 12); do(%o5, 13); do(%o7, 14); \
        do(%i3, 15); do(%i4, 16); do(%i5, 17); \
        do(%g2, 18); do(%g3, 19); do(%g4, 20); do(%g5, 21); do(%g6, 22); do(%g7, 23)
#define FILL(register, n) add %i0, n, register
#define LOOK(register, n) add %i0, n, %g1; xor %g1, register, %g1; or %i1, %g1, %i1
hold:
        save %sp, -96, %sp
        wr %i0, HELD, %y
        EACH(FILL)
1:      ld [%i1], %g1
        cmp %g1, %i2
        be 1b
         nop
        clr %i1
        EACH(LOOK)
        rd %y, %g1
        xor %g1, HELD, %g1
        xor %g1, %i0, %g1
        or %i1, %g1, %i1
        ret
         restore %i1, 0, %o0

#ifdef FLOATS
! The same with %f0 to %f31, and with what a comparison left in the state register.
hold_floats:
        save %sp, -104, %sp
        .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        add %i0, \n, %l0
        st %l0, [%fp - 8]
        ld [%fp - 8], %f\n
        .endr
        fcmps %f0, %f1
        nop
        st %fsr, [%fp - 4]
        ld [%fp - 4], %l1
1:      ld [%i1], %g1
        cmp %g1, %i2
        be 1b
         nop
        st %fsr, [%fp - 4]
        ld [%fp - 4], %l2
        xor %l1, %l2, %i1
        .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        st %f\n, [%fp - 8]
        ld [%fp - 8], %l0
        add %i0, \n, %g1
        xor %g1, %l0, %g1
        or %i1, %g1, %i1
        .endr
        ret
         restore %i1, 0, %o0
#endif
