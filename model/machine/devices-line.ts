/** The serial line: what is sent through it, and its registers. Source: GRLIB APBUART; `spec/machine/step.md`. */

import { lineControl, lineStatus, type SerialLine } from '../../spec/machine/vocabulary.ts'
import { word, type Word } from '../../spec/words/vocabulary.ts'

const controlBits = lineControl.RE | lineControl.TE | lineControl.RI | lineControl.TI
const scalerBits = 0xfff

/** The register at an offset from the line's address, as it is read. */
export const lineWord = ({ control, scaler }: SerialLine, offset: number): Word => {
  switch (offset) {
    case 0x4:
      return word(lineStatus)
    case 0x8:
      return word(control)
    case 0xc:
      return word(scaler)
    default:
      return word(0)
  }
}

/** Whether a store to the register at an offset sends a byte. */
const sends = ({ control }: SerialLine, offset: number): boolean => offset === 0x0 && (control & lineControl.TE) !== 0

/** Whether a store to the register at an offset raises the line's interrupt: what was sent has left at once. */
export const raises = (line: SerialLine, offset: number): boolean =>
  sends(line, offset) && (line.control & lineControl.TI) !== 0

/** After a store to the register at an offset. */
export const withLineWord = (line: SerialLine, offset: number, value: Word): SerialLine => {
  switch (offset) {
    case 0x0:
      return sends(line, offset) ? { ...line, sent: line.sent + 1, last: value & 0xff } : line
    case 0x8:
      return { ...line, control: value & controlBits }
    case 0xc:
      return { ...line, scaler: value & scalerBits }
    default:
      return line
  }
}
