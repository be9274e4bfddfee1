export function SeesView() { return null; }
