"""One LangGraph node a file, named by its verb; each is `async def node(state, runtime) -> update`.

A node knows the state it is given and `runtime.context`, and nothing else.
"""
