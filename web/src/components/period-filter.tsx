/** When: the last days, or from one day to another. */
import { createSignal, For, Show } from "solid-js";
import { ANY_TIME, isAnyTime, type Period, PRESETS, type Preset } from "../state/period.ts";
import { FilterMenu } from "./filter-menu.tsx";
import { MenuCheck, MenuSeparator } from "./menu.tsx";

export function PeriodFilter(props: { period: Period; onChange: (period: Period) => void }) {
  const [isChoosing, setChoosing] = createSignal(false);
  const hasDays = () => isChoosing() || props.period.from !== null || props.period.to !== null;
  const label = () => {
    const { last, from, to } = props.period;
    if (last) return PRESETS[last];
    if (from && to) return `${from} to ${to}`;
    if (from) return `Since ${from}`;
    return to ? `Until ${to}` : "";
  };
  const choose = (period: Period, choosesDays: boolean) => {
    setChoosing(choosesDays);
    props.onChange(period);
  };
  return (
    <>
      <FilterMenu label="Any time" value={label()}>
        <MenuCheck
          name="Any time"
          label="Any time"
          isChecked={isAnyTime(props.period) && !hasDays()}
          onChange={() => choose(ANY_TIME, false)}
        />
        <For each={Object.entries(PRESETS) as [Preset, string][]}>
          {([preset, name]) => (
            <MenuCheck
              name={name}
              label={name}
              isChecked={props.period.last === preset}
              onChange={(isOn) => choose(isOn ? { ...ANY_TIME, last: preset } : ANY_TIME, false)}
            />
          )}
        </For>
        <MenuSeparator />
        <MenuCheck
          name="Between two days"
          label="Between two days"
          isChecked={hasDays()}
          onChange={(isOn) => choose({ ...props.period, last: null, ...(!isOn && ANY_TIME) }, isOn)}
        />
      </FilterMenu>
      <Show when={hasDays()}>
        <div class="flex shrink-0 items-center gap-1.5 text-xs text-muted">
          <DayField
            label="From"
            day={props.period.from}
            max={props.period.to}
            onChange={(from) => props.onChange({ ...props.period, from })}
          />
          to
          <DayField
            label="To"
            day={props.period.to}
            min={props.period.from}
            onChange={(to) => props.onChange({ ...props.period, to })}
          />
        </div>
      </Show>
    </>
  );
}

type DayFieldProps = {
  label: string;
  day: string | null;
  min?: string | null;
  max?: string | null;
  onChange: (day: string | null) => void;
};

function DayField(props: DayFieldProps) {
  return (
    <input
      type="date"
      aria-label={props.label}
      value={props.day ?? ""}
      min={props.min ?? undefined}
      max={props.max ?? undefined}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
      class="h-8 rounded-md border border-line-strong bg-panel px-2 text-xs text-text hover:border-muted pointer-coarse:h-10"
    />
  );
}
