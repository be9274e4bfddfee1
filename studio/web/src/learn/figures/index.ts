// The live figures by their names in the chapters. A new one is its folder and its line here; of
// one that is not there the page has the words alone.
import type { FunctionComponent } from 'preact';
import { lazy } from '../../views/lazy';

export const figures: Readonly<Record<string, FunctionComponent>> = {
  'ball-on-a-curve': lazy(() => import('./ball-on-a-curve/BallOnACurve')),
  'ball-on-a-surface': lazy(() => import('./ball-on-a-surface/BallOnASurface')),
  chain: lazy(() => import('./chain/Chain')),
  'cost-of-a-three': lazy(() => import('./cost-of-a-three/Lamps')),
  'depth-race': lazy(() => import('./depth-race/DepthRace')),
  'eye-chart': lazy(() => import('./eye-chart/EyeChart')),
  fool: lazy(() => import('./fool/Fool')),
  gates: lazy(() => import('./gates/Gates')),
  'gradient-per-layer': lazy(() => import('./gradient-per-layer/GradientPerLayer')),
  'hope-and-reality': lazy(() => import('./hope-and-reality/HopeAndReality')),
  'network-lit': lazy(() => import('./network-lit/NetworkLit')),
  nonsense: lazy(() => import('./nonsense/Nonsense')),
  'one-knob': lazy(() => import('./one-knob/OneKnob')),
  remedies: lazy(() => import('./remedies/Remedies')),
  shift: lazy(() => import('./shift/Shift')),
  'shut-gate': lazy(() => import('./shut-gate/ShutGate')),
  'sketch-a-neuron': lazy(() => import('./sketch-a-neuron/SketchANeuron')),
  'softmax-three': lazy(() => import('./softmax-three/Softmax')),
  spectrogram: lazy(() => import('./spectrogram/Spectrogram')),
  stroke: lazy(() => import('./stroke/Stroke')),
  'sum-of-784': lazy(() => import('./sum-of-784/SumOf784')),
  'thirteen-thousand': lazy(() => import('./thirteen-thousand/ThirteenThousand')),
  'three-become-one': lazy(() => import('./three-become-one/ThreeBecomeOne')),
  'three-programs': lazy(() => import('./three-programs/ThreePrograms')),
  'two-bends': lazy(() => import('./two-bends/TwoBends')),
  'two-exams': lazy(() => import('./two-exams/TwoExams')),
  unrolled: lazy(() => import('./unrolled/Unrolled')),
  window: lazy(() => import('./window/Window')),
  'wrong-and-sure': lazy(() => import('./wrong-and-sure/WrongAndSure')),
  'xor-by-hand': lazy(() => import('./xor-by-hand/XorByHand')),
};
