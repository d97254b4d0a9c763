/** For tests: the text of a small module. */

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const partition = `  <Partition PartitionIdentifier="1" PartitionName="P" EntryPoint="main">
    <PartitionConfiguration Personality="BARE" Cores="1">
      <Cache>CODE; DATA</Cache>
      <Memory Size="0x40000"/>
      <Permissions>GLOBAL_TIME</Permissions>
    </PartitionConfiguration>
  </Partition>`

export const schedule = `  <Module_Schedule ScheduleIdentifier="1" ScheduleName="s" MajorFrameSeconds="1" InitialModuleSchedule="true">
    <Partition_Schedule PartitionIdentifier="1" PeriodSeconds="1" PeriodDurationSeconds="1">
      <Window_Schedule WindowIdentifier="1" WindowStartSeconds="0" WindowDurationSeconds="1" PartitionPeriodStart="true"/>
    </Partition_Schedule>
  </Module_Schedule>`

export const module = `<ARINC_653_Module ModuleName="m">
${partition}
${schedule}
  <AIR_Configuration TicksPerSecond="100" RequiredCores="1"/>
</ARINC_653_Module>
`
