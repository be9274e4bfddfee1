// The stations in the order of the chapters that they are the short way through.
import { computed } from '@preact/signals';
import type { Station, StationName } from './station';
import { further } from './stations/further';
import { learning } from './stations/learning';
import { neuron } from './stations/neuron';

export const all: readonly Station[] = [...neuron, ...learning, ...further];

/** those that this studio can show */
export const stations = computed(() => all.filter(({ offered }) => offered?.() ?? true));

export const stationNamed = (name: StationName): Station =>
  all.find((each) => each.name === name) ?? all[0];

/** The chapters that have stations, and the first station of each. */
export const chapters = computed(() =>
  stations.value.filter(({ chapter }, i, list) => list[i - 1]?.chapter !== chapter),
);
