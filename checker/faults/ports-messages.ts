/** Faults of messages: what is sent and received, which reader sees it, what others are told of it. */

import { dropped, replaced, type Fault } from './fault.ts'

const shows = ['MODULE-P2'] as const
const file = 'hypercall-messages.ts'

export const messageFaults: readonly Fault[] = [
  {
    id: 'ports-message-too-long',
    title: 'A message may be longer than the longest of its port',
    origin: 'slip in a published formalisation of ARINC 653: the configured length is checked, not that of the message',
    breaks: ['PORTS-2', 'PORTS-I1', 'WRITE_PORT'],
    shows,
    file,
    mutate: dropped('MessageCalls.writePort', 'if (length > ports.mostBytes(port)) return INVALID_CONFIG'),
  },
  {
    id: 'ports-length-signed',
    title: 'The length of a message is compared as a signed number',
    origin: 'POK: the size that is available may be negative',
    breaks: ['PORTS-2', 'WRITE_PORT'],
    shows,
    file,
    mutate: replaced(
      'MessageCalls.writePort',
      'length > ports.mostBytes(port)',
      '(length | 0) > ports.mostBytes(port)',
    ),
  },
  {
    id: 'ports-sent-though-full',
    title: 'What is sent to a full queue is lost, and the sender told that it was sent',
    origin: 'erratum 6 of ARINC 653 part 1-3: SEND_QUEUING_MESSAGE answers NO_ERROR without inserting the message',
    breaks: ['PORTS-1', 'WRITE_PORT'],
    shows,
    file,
    mutate: replaced('MessageCalls.writePort', 'this.#refuseForFull(port)', 'NO_ERROR'),
  },
  {
    id: 'ports-full-loses-oldest',
    title: 'A message sent to a full queue takes the place of the oldest',
    origin: 'slip in a published formalisation of ARINC 653: a full destination loses its oldest message',
    breaks: ['PORTS-1', 'WRITE_PORT'],
    shows,
    file,
    mutate: replaced(
      'MessageCalls.writePort',
      'return this.#refuseForFull(port)',
      'ports.channels.received(ports.channel(port))',
    ),
  },
  {
    id: 'ports-received-stays',
    title: 'A message that was received stays in its queue',
    origin: 'erratum 7 of ARINC 653 part 1-3: what is received is copied and not removed',
    breaks: ['READ_PORT'],
    shows,
    file,
    mutate: dropped('MessageCalls.#takeFromQueue', 'channels.received(channel)'),
  },
  {
    id: 'ports-sender-interrupted',
    title: 'To receive a message makes an interrupt pending in its sender',
    origin: 'XtratuM: a way back from the receiver to the sender',
    breaks: ['PORTS-1', 'MODULE-S1'],
    shows,
    file,
    mutate: replaced(
      'MessageCalls.#takeFromQueue',
      'channels.received(channel)',
      `{
        channels.received(channel)
        for (const { channel: joined, partition, port: { direction } } of this.#concerned.ports.places) {
          if (joined === channel && direction === 'SOURCE') this.#concerned.processors.force(partition, 1 << 8)
        }
      }`,
    ),
  },
  {
    id: 'ports-overflow-never-told',
    title: 'A receiver is never told that a message was refused',
    origin: 'own',
    breaks: ['READ_PORT'],
    shows,
    file,
    mutate: replaced('MessageCalls.#takeFromQueue', 'overflowed ? INVALID_CONFIG : NO_ERROR', 'NO_ERROR'),
  },
  {
    id: 'ports-overflow-told-for-ever',
    title: 'That a message was refused is told with every message from then on',
    origin: 'own',
    breaks: ['READ_PORT'],
    shows,
    file: 'ports-channels.ts',
    mutate: dropped('Channels.received', 'this.setOverflowed(channel, 0)'),
  },
  {
    id: 'ports-empty-message',
    title: 'A message of no bytes can be sent',
    origin: 'own',
    breaks: ['PORTS-I1', 'WRITE_PORT'],
    shows,
    file,
    mutate: dropped('MessageCalls.writePort', 'if (length === 0) return INVALID_PARAM'),
  },
  {
    id: 'ports-one-destination',
    title: 'Of several destinations only the first learns of a message',
    origin: 'own',
    breaks: ['PORTS-1', 'WRITE_PORT'],
    shows,
    file,
    mutate: replaced('MessageCalls.#send', 'ports.destinations(port)', 'ports.destinations(port).slice(0, 1)'),
  },
  {
    id: 'ports-event-not-told',
    title: 'A partition is not told of a message that was sent to it',
    origin: 'own',
    breaks: ['WRITE_PORT', 'GET_EVENT'],
    shows,
    file,
    mutate: dropped(
      'MessageCalls.#tell',
      'processors.announce(ports.places[destination].partition, event.PORT_UPDATED)',
    ),
  },
  {
    id: 'ports-updated-delivers-old',
    title: 'UPDATED delivers a message that the reader has read',
    origin: 'own',
    breaks: ['READ_PORT'],
    shows,
    file,
    mutate: replaced('MessageCalls.#readSampling', 'mode === readMode.UPDATED && !this.#isNew(port)', 'false'),
  },
  {
    id: 'ports-conditional-bound',
    title: 'CONDITIONAL delivers a message that is as old as the reference time',
    origin: 'own; ≥ where > was meant',
    breaks: ['READ_PORT'],
    shows,
    file,
    mutate: replaced('MessageCalls.#isNewer', 'ports.messageAt(port) > time', 'ports.messageAt(port) >= time'),
  },
  {
    id: 'ports-pool-shared',
    title: 'The messages of every channel lie in the buffers of the first',
    origin: 'own; one pool of messages for all channels',
    breaks: ['PORTS-1'],
    shows,
    file: 'ports-channels.ts',
    mutate: replaced('Channels.#ring', 'this.#rings[channel]', 'this.#rings[0]'),
  },
  {
    id: 'ports-holder-kept',
    title: 'Who has copied a message to a channel holds the channel for ever',
    origin: 'hazard H6: AIR gives a channel back only where the copy goes on',
    breaks: ['PORTS-3', 'PORTS-I3', 'HYPERCALL-4'],
    shows,
    file,
    mutate: dropped('MessageCalls.endOfWrite', 'this.#concerned.ports.release(port)'),
  },
  {
    id: 'ports-copy-is-free',
    title: 'To copy a message takes no time',
    origin: 'own; a cost that the temporal argument needs and nobody measured',
    breaks: ['MODULE-S2', 'MODULE-3'],
    shows,
    file: 'hypercall.ts',
    mutate: replaced('Services.copyCycles', 'Math.ceil(copied / copyBlock) * this.#copyCost', '0'),
  },
]
