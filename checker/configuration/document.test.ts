/** What is no XML, or XML that could do harm, is refused in one line that says where. */

import { describe, expect, test } from 'vitest'
import { formatted } from './diagnostic.ts'
import { mostBytes } from './document.ts'
import { readConfiguration } from './read.ts'
import { module, bytesOf } from './small.fixture.ts'

const lines = (text: string | Uint8Array): readonly string[] => {
  const reading = readConfiguration('f.xml', typeof text === 'string' ? bytesOf(text) : text)
  return (reading._tag === 'Left' ? reading.left : reading.right.warnings).map(formatted)
}

describe('bytes that are no text', () => {
  test('UTF-16', () =>
    expect(lines(new Uint8Array([0xff, 0xfe, 0x3c, 0x00]))).toEqual(['f.xml:1:1 TEXT-1 is UTF-16; save it as UTF-8']))
  test('a byte that is not UTF-8, with its place', () => {
    const text = bytesOf(module)
    const at = module.indexOf('"P"') + 1
    expect(lines(text.with(at, 0xff))).toEqual(['f.xml:2:53 TEXT-1 a byte that is not UTF-8; save the file as UTF-8'])
  })
  test('a declared encoding that is another', () =>
    expect(lines(`<?xml version="1.0" encoding="ISO-8859-1"?>\n${module}`)).toEqual([
      'f.xml:1:1 TEXT-1 declares the encoding ISO-8859-1; save it as UTF-8, and declare that',
    ]))
  test('a NUL', () =>
    expect(lines(module.replace('main', 'ma\0in'))).toEqual([
      'f.xml:2:70 TEXT-2 the character U+0000, which XML forbids; remove it',
    ]))
  test('a byte order mark is no fault', () =>
    expect(lines(`\uFEFF<?xml version="1.0" encoding="utf-8"?>\n${module}`)).toEqual([]))
  test('nor are the line ends of other systems', () => {
    expect(lines(module.replaceAll('\n', '\r\n'))).toEqual([])
    expect(lines(module.replaceAll('\n', '\r').replace('"1" PeriodSeconds', '"1" Period'))[0]).toMatch(/^f\.xml:10:5 /)
  })
})

describe('text that is no XML', () => {
  test.each([
    ['', 'f.xml:1:1 XML-1 is empty; a module configuration begins with <ARINC_653_Module>'],
    [' \n ', 'f.xml:1:1 XML-1 is empty; a module configuration begins with <ARINC_653_Module>'],
    ['\n {"name": 1}', 'f.xml:2:2 XML-1 is not XML; a module configuration begins with <ARINC_653_Module>'],
    ['<a>\n <b>\n</a>', 'f.xml:3:1 XML-1 </a> where </b> must close the element of 2:2'],
    ['<a>\n <b>', 'f.xml:2:2 XML-1 <b> is never closed; add </b>'],
    ['<a/>\n<b/>', 'f.xml:2:1 XML-1 <b> is a second root element; put everything in one'],
    ['<a/> end', 'f.xml:1:6 XML-1 text outside the root element; remove it'],
    ['<a/>\n</b>', 'f.xml:2:1 XML-1 </b> closes nothing; remove it'],
    ['<a b="1', 'f.xml:1:1 XML-1 a tag that never ends; close its quotes, and end it with ">"'],
    ['<a\n<b/></a>', 'f.xml:1:1 XML-1 a tag that never ends; close its quotes, and end it with ">"'],
    ['<a> 1 < 2 </a>', 'f.xml:1:7 XML-1 a "<" that begins no tag; write &lt; for the character'],
    ['<a><!-- b</a>', 'f.xml:1:4 XML-1 a comment that is never closed; end it with -->'],
    ['<a><![CDATA[ b</a>', 'f.xml:1:4 XML-1 a CDATA section that is never closed; end it with ]]>'],
    ['<a><?b </a>', 'f.xml:1:4 XML-1 a processing instruction that is never closed; end it with ?>'],
    ['<a b="1" b="2"/>', 'f.xml:1:1 XML-1 is not well-formed: Attribute b redefined'],
    ['<a b=1/>', 'f.xml:1:1 XML-1 is not well-formed: attribute "1" missed quot(")!'],
  ])('%j', (text, line) => expect(lines(text)).toEqual([line]))

  test.each(['<a>&b;</a>', '<a b="&c;"/>', '<a>Q & A</a>', '<a>&#xZ;</a>'])(
    'a reference that means nothing: %s',
    (text) =>
      expect(lines(text)).toEqual([
        expect.stringMatching(/^f\.xml:1:\d+ XML-1 an "&" that begins no reference XML knows/),
      ]),
  )
  test.each(['<a>&#0;</a>', '<a>&#xD800;</a>', '<a>&#x110000;</a>'])('a character that does not exist: %s', (text) =>
    expect(lines(text)).toEqual([expect.stringMatching(/^f\.xml:1:4 XML-1 a reference to a character/)]),
  )
})

describe('what could do harm', () => {
  const doctype = 'document types and entities are refused; remove the <!DOCTYPE …>'
  test('a document type', () => expect(lines(`<!DOCTYPE a>\n${module}`)).toEqual([`f.xml:1:1 XML-2 ${doctype}`]))
  test('entities that grow beyond measure', () =>
    expect(
      lines(
        `<?xml version="1.0"?>\n<!-- <!DOCTYPE no> -->\n<!DOCTYPE a [<!ENTITY x "x"><!ENTITY y "&x;&x;">]>\n<a>&y;</a>`,
      ),
    ).toEqual([`f.xml:3:1 XML-2 ${doctype}`]))
  test('an entity from another file', () =>
    expect(lines('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>')).toEqual([
      `f.xml:1:1 XML-2 ${doctype}`,
    ]))
  test('a document type in a comment or a CDATA section is none', () =>
    expect(lines('<a><!-- <!DOCTYPE b> --><![CDATA[<!DOCTYPE b>]]></a>')[0]).toContain('READ-1'))
  test('50 MB', () =>
    expect(lines(new Uint8Array(50_000_000))).toEqual([
      `f.xml:1:1 FILE-4 is 50000000 bytes long; files of more than ${mostBytes} are refused, and no configuration needs them`,
    ]))
  test.each([
    ['elements', `<a>${'<b/>'.repeat(300_000)}</a>`, 'more than 100000 tags'],
    [
      'attributes',
      `<a ${Array.from({ length: 100_000 }, (_, i) => `b${i}=""`).join(' ')}/>`,
      'more than 64 attributes',
    ],
    ['depth', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, 'more than 32 elements inside one another'],
    ['comments', `<a>${'<!--'.repeat(1_000_000)}</a>`, 'a comment that is never closed'],
    ['quotes', `<a ${`b=''`.repeat(1_000_000)}/>`, 'more than 64 attributes'],
  ])('too many %s', (_, text, why) => expect(lines(text)).toEqual([expect.stringContaining(why)]))
})
