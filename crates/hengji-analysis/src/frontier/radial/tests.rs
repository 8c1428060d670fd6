//! Properties of the radial models.
