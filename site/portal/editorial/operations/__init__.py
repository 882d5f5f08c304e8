"""Operations on agencies from the editors' side, and what this layer hands over in a merger."""


def register() -> None:
    """Called once when the application starts."""
    from portal.agencies.operations.merge import register_merge_hook
    from portal.editorial.operations import merging

    register_merge_hook("30-staff", merging.staff)
    register_merge_hook("40-files", merging.files)
    register_merge_hook("50-log", merging.log)
