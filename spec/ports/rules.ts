/** Every rule of ports and channels. */

import type { Rule } from '../statement.ts'
import {
  portNamesDiffer,
  channelIdentifiersDiffer,
  channelPartitionsExist,
  channelPortsExist,
  mentionsInChannelsAgree,
  oneSource,
  someDestination,
  directionsFit,
} from './channel-rules.ts'
import { kindsAgree, messageSizesAgree, messageNumbersAgree, refreshPeriodsAgree } from './agreement-rules.ts'
import {
  portsAreJoinedOnce,
  portsAreJoined,
  portsCarrySomething,
  channelsJoinThisModule,
  channelsLeadElsewhere,
} from './use-rules.ts'
import type { PortsConfiguration } from './joined.ts'

/** Every rule of this chapter. */
export const portsRules: readonly Rule<PortsConfiguration>[] = [
  portNamesDiffer,
  channelIdentifiersDiffer,
  channelPartitionsExist,
  channelPortsExist,
  mentionsInChannelsAgree,
  oneSource,
  someDestination,
  directionsFit,
  kindsAgree,
  messageSizesAgree,
  messageNumbersAgree,
  refreshPeriodsAgree,
  portsAreJoinedOnce,
  portsAreJoined,
  portsCarrySomething,
  channelsJoinThisModule,
  channelsLeadElsewhere,
]
