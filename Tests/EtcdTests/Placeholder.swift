// Placeholder until this component's tests land.
