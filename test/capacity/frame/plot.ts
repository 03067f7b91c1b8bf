import { compile } from 'vega-lite';
import { parse, View } from 'vega';
import { at, minuteMs, type Series } from './series.ts';

/** What a policy held, minute by minute, in the series' units. */
export interface Held {
  readonly policy: string;
  readonly capacity: Float64Array;
  /** Minutes in which it changed the capacity. */
  readonly actions: readonly number[];
}

const bins = 700;
const widthOf = ({ demand }: Pick<Series, 'demand'>): number => Math.max(1, Math.ceil(demand.length / bins));

/** An SVG of demand (the most of each bin), of what each policy held (its least) and of the actions of the first, over the whole series. */
export const plotOf = async (series: Series, held: readonly Held[]): Promise<string> => {
  const { spec } = compile({
    width: 900,
    height: 300,
    title: `${series.name}: demand, and what was there for it`,
    layer: [
      layer('area', 0.35, series, [['demand', series.demand, Math.max]]),
      layer(
        'line',
        0.9,
        series,
        held.map(({ policy, capacity }) => [policy, capacity, Math.min] as const),
      ),
      actionsLayer(series, held[0]),
    ],
  });
  return new View(parse(spec), { renderer: 'none' }).toSVG();
};

type Line = readonly [name: string, values: Float64Array, pick: (a: number, b: number) => number];

const layer = (mark: 'area' | 'line', opacity: number, series: Series, lines: readonly Line[]) => ({
  data: { values: lines.flatMap((line) => points(series, line)) },
  mark: { type: mark, interpolate: 'step-after' as const, opacity, strokeWidth: 1 },
  encoding: {
    x: { field: 'at', type: 'temporal' as const, title: null },
    y: { field: 'units', type: 'quantitative' as const, title: 'units a second', stack: null },
    color: { field: 'name', type: 'nominal' as const, title: null },
  },
});

/** One for each bin: more would not be told apart. */
const shown = (minutes: readonly number[], width: number): readonly number[] =>
  minutes.filter(
    (minute, i) => Math.floor(minute / width) !== Math.floor((minutes[i - 1] ?? -width) / width),
  );

const actionsLayer = (series: Series, held: Held | undefined) => ({
  data: {
    values: shown(held?.actions ?? [], widthOf(series)).map((minute) => ({
      at: series.start + minute * minuteMs,
      units: at(held?.capacity ?? series.demand, minute),
    })),
  },
  mark: { type: 'point' as const, size: 12, color: 'black', opacity: 0.6 },
  encoding: {
    x: { field: 'at', type: 'temporal' as const },
    y: { field: 'units', type: 'quantitative' as const },
  },
});

const points = ({ start, demand }: Series, [name, values, pick]: Line) => {
  const width = widthOf({ demand });
  return Array.from({ length: Math.ceil(demand.length / width) }, (_, bin) => ({
    at: start + bin * width * minuteMs,
    name,
    units: Math.round(values.subarray(bin * width, (bin + 1) * width).reduce(pick) * 100) / 100,
  }));
};
