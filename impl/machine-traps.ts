/** The trap types that instructions raise. Source: V8 7.3, table 7-1. */
export const trapType = {
  instruction_access_exception: 0x01,
  illegal_instruction: 0x02,
  privileged_instruction: 0x03,
  fp_disabled: 0x04,
  window_overflow: 0x05,
  window_underflow: 0x06,
  mem_address_not_aligned: 0x07,
  fp_exception: 0x08,
  data_access_exception: 0x09,
  tag_overflow: 0x0a,
  cp_disabled: 0x24,
  division_by_zero: 0x2a,
  trap_instruction: 0x80,
} as const
