"""What PowerPoint and Word files share: the package of parts, and their XML."""
