/** What came of a trace, as a document for machines (docs/trace.md). */

import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { version } from '../program/project.ts'
import type { TraceRequest, TraceVerdict } from '../program/trace.ts'
import type { Recorded } from './event.ts'
import type { Outcome, Refusal } from './replay.ts'
import { stepTold } from './shown.ts'

const recordedDocument = ({ line, event }: Recorded) => ({ line, n: event?.n ?? null, event })

const refusalDocument = (configuration: ModuleConfiguration, refusal: Refusal) => ({
  ...recordedDocument(refusal.recorded),
  expected: refusal.expected,
  row: refusal.row,
  before: refusal.before.map(recordedDocument),
  steps: refusal.steps.map((step) => stepTold(configuration, step)),
})

export const traceDocument = (
  { config, trace, profile }: TraceRequest,
  verdict: TraceVerdict,
  configuration: ModuleConfiguration | null,
  outcome: Outcome | null,
): string =>
  JSON.stringify(
    {
      format: 'bulkhead-trace/1',
      bulkhead: version,
      node: process.versions.node,
      config,
      trace,
      profile,
      verdict,
      events: outcome?.events ?? 0,
      ticks: outcome?.ticks ?? 0,
      checked: {
        fully: outcome?.checked.fully ?? 0,
        partly: outcome?.checked.partly ?? 0,
        notAtAll: outcome?.checked['not at all'] ?? 0,
      },
      ended: outcome?.ended ?? false,
      ignored: {
        fields: Object.fromEntries(outcome?.ignoredFields ?? []),
        kinds: Object.fromEntries(outcome?.unknownKinds ?? []),
      },
      differences: (outcome?.differences ?? []).map(({ points, since, events, first, expected }) => ({
        points: points.map(({ id, strategy }) => ({ id, strategy })),
        since,
        events,
        first,
        expected,
      })),
      refusal:
        configuration === null || outcome === null || outcome.refusal === null
          ? null
          : refusalDocument(configuration, outcome.refusal),
      problem: outcome?.problem ?? null,
    },
    null,
    2,
  )
